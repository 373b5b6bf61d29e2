/** Style sheet of the tearsheet: one column of at most 1180 px, light or dark as the reader's system, and a print version. */
export const STYLE = `
:root { color-scheme: light dark;
  --page: #f6f6f4; --panel: #ffffff; --ink: #1b1e24; --muted: #666c76; --faint: #e9e9e5; --rule: #dededa;
  --equity: #1d5bbf; --benchmark: #9b9a92; --win: #12855a; --loss: #c43a34; --long: #1d5bbf; --short: #b8730c; --open: #7a5bc7;
  --price: #3c424d; --range: #d3d6dc; --warn-page: #fff2d6; --warn-ink: #7a4b00; }
@media (prefers-color-scheme: dark) { :root {
  --page: #111317; --panel: #191c22; --ink: #e7e9ed; --muted: #99a0ab; --faint: #262a32; --rule: #2f343d;
  --equity: #6ba6ff; --benchmark: #7d828c; --win: #40bf8a; --loss: #f0736c; --long: #6ba6ff; --short: #e6a64a; --open: #b197f0;
  --price: #c3c8d1; --range: #343a45; --warn-page: #3a2c0c; --warn-ink: #ffd98a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 20px 56px; display: grid; gap: 18px; grid-template-columns: minmax(0, 1fr); }
h1 { font-size: 26px; line-height: 1.2; letter-spacing: -0.015em; margin: 0; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 0; font-weight: 620; letter-spacing: -0.005em; }
h3 { font-size: 13px; margin: 0; font-weight: 620; }
.muted, .note { color: var(--muted); }
.note { margin: 10px 0 0; font-size: 13px; }
.title p { margin: 6px 0 0; color: var(--muted); overflow-wrap: anywhere; }
.title code { font: inherit; color: var(--ink); }
.warning { background: var(--warn-page); color: var(--warn-ink); border-radius: 8px; padding: 10px 14px; font-weight: 600; }
section, .plot { background: var(--panel); border: 1px solid var(--rule); border-radius: 10px; padding: 16px 18px; margin: 0; min-width: 0; }
section > h2 { margin-bottom: 12px; }
.bar { display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: baseline; margin-bottom: 12px; }
.cards { display: flex; flex-wrap: wrap; gap: 1px; background: var(--rule); border: 1px solid var(--rule); border-radius: 10px; overflow: hidden; }
.cards > div { flex: 1 1 150px; background: var(--panel); padding: 13px 16px 12px; }
.cards dt { color: var(--muted); font-size: 12px; }
.cards dd { margin: 2px 0 0; font-size: 22px; font-weight: 620; letter-spacing: -0.02em; white-space: nowrap; }
.cards small { display: block; font-size: 12px; font-weight: 400; letter-spacing: 0; color: var(--muted); }
.win { color: var(--win); } .loss { color: var(--loss); } td.long { color: var(--long); } td.short { color: var(--short); }

figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 10px; min-height: 22px; }
figcaption output { margin-left: auto; color: var(--muted); font-size: 12.5px; white-space: nowrap; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0; padding: 0; color: var(--muted); font-size: 12.5px; }
.legend li::before { content: ""; display: inline-block; width: 14px; height: 0; border-top: 2px solid var(--key); margin-right: 6px; vertical-align: middle; }
.legend li.dot::before { width: 8px; height: 8px; border: 0; border-radius: 50%; background: var(--key); }
.legend .equity { --key: var(--equity); } .legend .benchmark { --key: var(--benchmark); } .legend .drawdown { --key: var(--loss); }
.legend .long { --key: var(--long); } .legend .short { --key: var(--short); } .legend .open { --key: var(--open); }
.legend .win { --key: var(--win); color: var(--muted); } .legend .loss { --key: var(--loss); color: var(--muted); }

.area { position: relative; height: 320px; margin: 0 4px 24px 66px; touch-action: pan-y; cursor: crosshair; user-select: none; -webkit-user-select: none; }
.low .area { height: 170px; } .small .area { height: 190px; margin-left: 58px; }
.area svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: hidden; display: block; }
.area svg * { vector-effect: non-scaling-stroke; fill: none; stroke-linejoin: round; }
.area i { position: absolute; font-style: normal; font-size: 11.5px; color: var(--muted); pointer-events: none; }
.rows i { left: 0; right: 0; height: 0; border-top: 1px solid var(--faint); }
.rows b { position: absolute; right: 100%; margin-right: 8px; transform: translateY(-50%); font-weight: 400; white-space: nowrap; }
.columns i { top: 0; bottom: 0; width: 0; border-left: 1px solid var(--faint); }
.columns b { position: absolute; top: 100%; margin-top: 5px; transform: translateX(-50%); font-weight: 400; white-space: nowrap; }
.cross { position: absolute; top: 0; bottom: 0; width: 0; border-left: 1px solid var(--muted); pointer-events: none; }
.brush { position: absolute; top: 0; bottom: 0; background: var(--equity); opacity: 0.15; pointer-events: none; }
polyline.equity { stroke: var(--equity); stroke-width: 1.7; } polyline.benchmark { stroke: var(--benchmark); stroke-width: 1.2; }
polyline.drawdown { stroke: var(--loss); stroke-width: 1.2; } .area polygon.drawdown { fill: var(--loss); opacity: 0.16; }
polyline.price { stroke: var(--price); stroke-width: 1.1; } .area polygon.range { fill: var(--range); }
.trade { stroke-width: 1.6; opacity: 0.85; } .trade.win, .dot.win { stroke: var(--win); } .trade.loss, .dot.loss { stroke: var(--loss); }
.trade.open, .dot.open { stroke: var(--open); } .trade.open { stroke-dasharray: 4 3; }
path.dot { stroke-width: 6; stroke-linecap: round; } path.dot.long { stroke: var(--long); } path.dot.short { stroke: var(--short); }
.dense path.dot { stroke-width: 3; } .dense .trade { stroke-width: 1.1; }
.single .plot, .multiples .plot { border: 0; padding: 0; background: none; }
.multiples { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 20px 24px; }
.hint { color: var(--muted); font-size: 12.5px; display: flex; gap: 12px; align-items: center; min-height: 26px; margin: -6px 2px; }
button { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: 2px 10px; cursor: pointer; }

.scroll { overflow: auto; max-height: 620px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { padding: 5px 9px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--faint); font-weight: 400; }
thead th { position: sticky; top: 0; background: var(--panel); color: var(--muted); font-size: 12px; border-bottom-color: var(--rule); }
tbody tr:last-child > * { border-bottom: 0; }
th[scope=row], th:first-child, th.text, td.text, td.long, td.short { text-align: left; }
.hash { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 11.5px; color: var(--muted); }
.heat { table-layout: fixed; min-width: 700px; } .heat th:first-child { width: 54px; }
.heat td, .heat thead th { text-align: center; padding: 7px 4px; border: 2px solid var(--panel); }
.heat td.win, .heat td.loss { color: var(--ink); border-radius: 6px; }
.heat td.win { background: color-mix(in srgb, var(--win) var(--heat), var(--faint)); } .heat td.loss { background: color-mix(in srgb, var(--loss) var(--heat), var(--faint)); }
.heat td.total { font-weight: 650; }
.metrics { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 20px 36px; }
.manifest .list dl { columns: 320px 2; column-gap: 36px; }
.list h3 { padding-bottom: 5px; border-bottom: 1px solid var(--rule); }
dl { margin: 0; } .list dl > div { display: flex; justify-content: space-between; gap: 16px; padding: 4px 0; border-bottom: 1px solid var(--faint); break-inside: avoid; }
.list dl > div:last-child { border-bottom: 0; } .list dt { color: var(--muted); } .list dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.chart { margin: 0; min-width: 0; } .chart .area { height: 230px; cursor: default; } .chart figcaption { margin-bottom: 8px; }
.chart .unit { margin: 0 0 6px; text-align: center; color: var(--muted); font-size: 12px; }
.area polygon.fan-outer { fill: var(--equity); opacity: 0.16; } .area polygon.fan-inner { fill: var(--equity); opacity: 0.3; }
.area rect.bin { fill: var(--equity); opacity: 0.75; } .area rect.strip { fill: transparent; pointer-events: all; } .area rect.strip:hover { fill: var(--ink); opacity: 0.08; }
.area path.mark { stroke: var(--short); stroke-width: 2; } .area path.fold { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 4; opacity: 0.8; }
.legend .band::before { height: 9px; border: 0; background: var(--equity); opacity: 0.45; } .legend .outer::before { opacity: 0.2; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 18px 28px; }
details { margin-top: 8px; } summary { cursor: pointer; color: var(--muted); font-size: 13px; } details > .scroll { margin-top: 8px; max-height: 360px; }
section > details > summary { color: var(--ink); padding: 4px 0; }
.map { width: auto; margin: 0 auto; border-collapse: separate; border-spacing: 2px; } .map caption { caption-side: top; color: var(--muted); font-size: 12.5px; padding-bottom: 6px; }
.map td { text-align: center; min-width: 52px; padding: 8px 5px; border: 0; border-radius: 4px; } .map.dense td { min-width: 18px; height: 22px; padding: 0; }
.map.dense thead th { writing-mode: vertical-rl; padding: 4px 0; } .map th { border: 0; } .map td.none { background: var(--faint); color: var(--muted); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.scale { display: flex; gap: 10px; justify-content: center; align-items: center; margin-top: 10px; font-size: 12.5px; color: var(--muted); }
.stops { display: inline-flex; width: 220px; height: 12px; border-radius: 3px; overflow: hidden; } .stops i { flex: 1; }
.verdict { font-size: 17px; font-weight: 600; margin: 0 0 8px; } .reasons { margin: 0; padding-left: 18px; color: var(--muted); }
footer { color: var(--muted); font-size: 12.5px; text-align: center; }
@media (max-width: 640px) { main { padding: 16px 10px 40px; gap: 12px; } section, .plot { padding: 13px 12px; } .area { height: 230px; margin-left: 56px; }
  .columns i:nth-child(even) b { display: none; } .cards dd { font-size: 19px; } figcaption output { margin-left: 0; white-space: normal; } }
@media print { body { background: #fff; } section, .plot { break-inside: avoid; } .hint { display: none; } .scroll { max-height: none; overflow: visible; } }
`;
