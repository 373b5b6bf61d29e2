import { ColorType, CrosshairMode, type DeepPartial, LineStyle, type TimeChartOptions } from 'lightweight-charts';
import { decimalsOf, money, utcOfSeconds } from '../logic/format.ts';
import type { DrawnBar } from '../logic/thin.ts';
import { colour } from '../state/theme.ts';

/** Width of the value axis of every chart, so that their plots stand exactly above each other. */
export const AXIS_WIDTH = 82;
export const FONT = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** How price charts look in the theme of now. The logo of the library needs an inline style, which the page forbids: the attribution is our own link. */
export function chartLook(): DeepPartial<TimeChartOptions> {
  const line = colour('grid');
  return {
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colour('muted'),
      fontFamily: FONT,
      fontSize: 11,
      attributionLogo: false,
    },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crossLine(), horzLine: crossLine() },
    rightPriceScale: { borderColor: colour('border'), minimumWidth: AXIS_WIDTH },
    timeScale: { borderColor: colour('border'), timeVisible: true, secondsVisible: false },
    localization: { locale: 'en-GB', timeFormatter: (time: unknown) => `${utcOfSeconds(Number(time))} UTC` },
  };
}

const crossLine = () => ({ color: colour('muted'), width: 1 as const, style: LineStyle.Dashed, labelBackgroundColor: colour('label') });

export const candleLook = () => ({
  upColor: colour('up'),
  downColor: colour('down'),
  wickUpColor: colour('up'),
  wickDownColor: colour('down'),
  borderVisible: false,
  priceLineColor: colour('muted'),
});

/** The prices of these bars on the axis: as many decimals as the latest of them have, thousands apart. */
export function priceFormatOf(bars: readonly DrawnBar[]) {
  const digits = decimalsOf(bars.slice(-300).flatMap((bar) => [bar.open, bar.close]));
  return { type: 'custom' as const, minMove: 10 ** -digits, formatter: (value: number) => money(value, digits) };
}
