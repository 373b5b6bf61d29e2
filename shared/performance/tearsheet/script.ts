/**
 * Script of the tearsheet: a crosshair that reads values on every plot, dragging to zoom all of them, a double click to see all again.
 * It takes everything from the drawing itself, so that the page carries its data once; without it the page shows the same pictures.
 */
export const SCRIPT = String.raw`
'use strict';
(() => {
  const HEIGHT = 1e6;
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const reset = document.querySelector('#reset');
  const plots = [...document.querySelectorAll('figure.plot')].map((figure) => {
    const number = (name) => Number(figure.dataset[name]);
    const read = (shape) => ({ name: shape.dataset.series, points: shape.getAttribute('points').split(' ').map((pair) => pair.split(',').map(Number)) });
    const find = (selector) => figure.querySelector(selector);
    return {
      t0: number('t0'), unit: number('unit'), width: number('width'), v0: number('v0'), v1: number('v1'), format: figure.dataset.format,
      area: find('.area'), svg: find('svg'), rows: find('.rows'), columns: find('.columns'), cross: find('.cross'), brush: find('.brush'), output: find('output'),
      initial: [find('svg').getAttribute('viewBox'), find('.rows').innerHTML, find('.columns').innerHTML],
      shapes: [...figure.querySelectorAll('[points]')].map(read), dense: figure.classList.contains('dense'), figure, x0: 0, x1: number('width'),
    };
  });

  const valueAt = (plot, y) => plot.v1 - (y / HEIGHT) * (plot.v1 - plot.v0);
  const timeAt = (plot, x) => plot.t0 + x * plot.unit;
  const pad = (n) => String(n).padStart(2, '0');
  const clock = (us) => { const d = new Date(us / 1000); return d.getUTCFullYear() + '-' + pad(d.getUTCMonth() + 1) + '-' + pad(d.getUTCDate()) + ' ' + pad(d.getUTCHours()) + ':' + pad(d.getUTCMinutes()); };
  const write = (value, format) => format === 'percent' ? (value * 100).toFixed(2) + ' %'
    : value.toLocaleString('en-US', format === 'money' ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 6 });

  function nearest(points, x) {
    let low = 0, high = points.length - 1;
    while (high - low > 1) { const middle = (low + high) >> 1; if (points[middle][0] < x) low = middle; else high = middle; }
    return x - points[low][0] < points[high][0] - x ? points[low] : points[high];
  }

  function point(us) {
    for (const plot of plots) {
      const x = us === null ? -1 : (us - plot.t0) / plot.unit;
      const inside = x >= plot.x0 && x <= plot.x1;
      plot.cross.hidden = !inside;
      plot.output.textContent = '';
      if (!inside) continue;
      plot.cross.style.left = ((x - plot.x0) / (plot.x1 - plot.x0)) * 100 + '%';
      const named = plot.shapes.filter((shape) => shape.name);
      const at = nearest(named[named.length - 1].points, x);
      const values = named.reverse().map((shape) => (named.length > 1 ? shape.name + ' ' : '') + write(valueAt(plot, nearest(shape.points, x)[1]), plot.format));
      plot.output.textContent = [clock(timeAt(plot, at[0])), ...values].join('  ·  ');
    }
  }

  function tick(parent, side, share, label) {
    const mark = document.createElement('i'), text = document.createElement('b');
    mark.style[side] = share * 100 + '%';
    text.textContent = label;
    mark.append(text);
    parent.append(mark);
  }

  function show(plot, from, to) {
    const x0 = Math.max(0, (from - plot.t0) / plot.unit), x1 = Math.min(plot.width, (to - plot.t0) / plot.unit);
    if (x1 - x0 < 2) return;
    let top = Infinity, bottom = -Infinity;
    for (const { points } of plot.shapes) for (const [x, y] of points) if (x >= x0 && x <= x1) { top = Math.min(top, y); bottom = Math.max(bottom, y); }
    if (!(bottom > top)) return;
    const air = (bottom - top) * 0.06;
    top = plot.format === 'percent' ? Math.max(0, top - air) : top - air;
    bottom += air;
    Object.assign(plot, { x0, x1 });
    plot.svg.setAttribute('viewBox', [x0, top, x1 - x0, bottom - top].join(' '));
    plot.figure.classList.remove('dense');
    plot.rows.replaceChildren();
    plot.columns.replaceChildren();
    const low = valueAt(plot, bottom), high = valueAt(plot, top), rough = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].find((f) => f * power >= rough) * power;
    for (let k = Math.ceil(low / step); k * step <= high; k++) {
      const label = plot.format === 'percent' ? (k * step * 100).toFixed(step < 0.01 ? 1 : 0) + ' %' : Number((k * step).toPrecision(12)).toLocaleString('en-US', { maximumSignificantDigits: 7 });
      tick(plot.rows, 'bottom', (k * step - low) / (high - low), label);
    }
    const steps = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 129600].map((minutes) => minutes * 6e7);
    const span = (x1 - x0) * plot.unit, each = steps.find((s) => s >= span / 7) || span / 7;
    for (let k = Math.ceil(timeAt(plot, x0) / each); k * each <= timeAt(plot, x1); k++) {
      const date = new Date((k * each) / 1000), day = date.getUTCDate() + ' ' + MONTHS[date.getUTCMonth()];
      const label = each >= 8.64e10 || date.getUTCHours() + date.getUTCMinutes() === 0 ? day : pad(date.getUTCHours()) + ':' + pad(date.getUTCMinutes());
      tick(plot.columns, 'left', ((k * each - plot.t0) / plot.unit - x0) / (x1 - x0), label);
    }
  }

  function showAll() {
    for (const plot of plots) {
      plot.svg.setAttribute('viewBox', plot.initial[0]);
      plot.rows.innerHTML = plot.initial[1];
      plot.columns.innerHTML = plot.initial[2];
      plot.figure.classList.toggle('dense', plot.dense);
      Object.assign(plot, { x0: 0, x1: plot.width });
    }
    reset.hidden = true;
  }

  for (const plot of plots) {
    let start = null;
    const share = (event) => { const box = plot.area.getBoundingClientRect(); return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)); };
    const us = (part) => timeAt(plot, plot.x0 + part * (plot.x1 - plot.x0));
    const end = () => { start = null; plot.brush.hidden = true; };
    plot.area.addEventListener('pointermove', (event) => {
      const now = share(event);
      point(us(now));
      if (start === null) return;
      plot.brush.hidden = false;
      plot.brush.style.left = Math.min(start, now) * 100 + '%';
      plot.brush.style.width = Math.abs(now - start) * 100 + '%';
    });
    plot.area.addEventListener('pointerleave', () => point(null));
    plot.area.addEventListener('pointercancel', end);
    plot.area.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'mouse' || event.button !== 0) return;
      start = share(event);
      plot.area.setPointerCapture(event.pointerId);
    });
    plot.area.addEventListener('pointerup', (event) => {
      const begun = start, now = share(event);
      end();
      if (begun === null || Math.abs(now - begun) < 0.01) return;
      const from = us(Math.min(begun, now)), to = us(Math.max(begun, now));
      for (const each of plots) show(each, from, to);
      reset.hidden = false;
    });
    plot.area.addEventListener('dblclick', showAll);
  }
  reset.addEventListener('click', showAll);
  document.querySelector('#hint').hidden = false;
})();
`;
