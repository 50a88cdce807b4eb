export interface LoadPanel {
  readonly title: string;
  readonly lines: readonly LoadLine[];
}

export interface LoadLine {
  readonly name: string;
  /** Requests a second, and milliseconds. */
  readonly points: readonly { readonly rate: number; readonly p50: number; readonly p99: number }[];
  /** Most answers in a second. */
  readonly most: number;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

// The dark theme's tokens, as colours that every viewer of pictures knows.
const colours = {
  page: '#0f1113',
  panel: '#171a1d',
  grid: '#24292d',
  text: '#e8eaec',
  label: '#b4babf',
  note: '#8f979d',
};
const lineColours = ['#5adfd9', '#edc272', '#d3a6f0'];
const bareColour = '#8f979d';
const size = { panel: 300, plot: 220, left: 56, top: 76, gap: 44 };
const legendLine = 20;

/** Draws times over rates as SVG, both logarithmic, one panel beside the other: p99 as a line with marks, p50 dashed. */
export function drawLoad(panels: readonly LoadPanel[]): string {
  const width = size.left + panels.length * (size.panel + size.gap);
  const most = Math.max(...panels.map(({ lines }) => lines.length));
  const height = size.top + size.plot + 60 + most * legendLine + 16;
  const points = panels.flatMap(({ lines }) => lines.flatMap((line) => line.points));
  const times = decades(points.flatMap(({ p50, p99 }) => [p50, p99]));
  const drawn = panels.map((panel, index) =>
    drawPanel(panel, size.left + index * (size.panel + size.gap), times, index === 0),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif" font-size="12" role="img" aria-label="${inWords(panels)}">
  <rect width="${width}" height="${height}" fill="${colours.page}"/>
  <text x="${size.left}" y="28" fill="${colours.text}" font-size="15" font-weight="600">Time to answer over requests a second</text>
  <text x="${size.left}" y="48" fill="${colours.note}">fixed arrival rate, medians of three rounds; solid p99, dashed p50; the last mark is past saturation</text>
${drawn.join('\n')}
</svg>
`;
}

function drawPanel({ title, lines }: LoadPanel, left: number, times: Range, labelled: boolean): string {
  const rates = decades(lines.flatMap(({ points }) => points.map(({ rate }) => rate)));
  const bottom = size.top + size.plot;
  const x = (rate: number) => left + place(rate, rates) * size.panel;
  const y = (time: number) => bottom - place(time, times) * size.plot;
  const parts = [
    `<rect x="${left}" y="${size.top}" width="${size.panel}" height="${size.plot}" fill="${colours.panel}"/>`,
    `<text x="${left}" y="${size.top - 8}" fill="${colours.text}" font-weight="600">${title}</text>`,
  ];
  for (const time of ticks(times)) {
    parts.push(
      `<path d="M${left} ${round(y(time))}h${size.panel}" stroke="${colours.grid}"/>`,
      labelled
        ? `<text x="${left - 6}" y="${round(y(time) + 4)}" fill="${colours.label}" text-anchor="end">${timeLabel(time)}</text>`
        : '',
    );
  }
  for (const rate of ticks(rates)) {
    parts.push(
      `<path d="M${round(x(rate))} ${size.top}v${size.plot}" stroke="${colours.grid}"/>`,
      `<text x="${round(x(rate))}" y="${bottom + 18}" fill="${colours.label}" text-anchor="middle">${rate}/s</text>`,
    );
  }
  let coloured = 0;
  for (const [index, line] of lines.entries()) {
    const isBare = line.name.startsWith('bare');
    const colour = isBare ? bareColour : (lineColours[coloured++ % lineColours.length] ?? bareColour);
    const path = (key: 'p50' | 'p99') =>
      line.points.map((point) => `${round(x(point.rate))},${round(y(point[key]))}`).join(' ');
    parts.push(
      `<polyline points="${path('p50')}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="4 4"/>`,
      `<polyline points="${path('p99')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...line.points.map(
        ({ rate, p99 }) => `<circle cx="${round(x(rate))}" cy="${round(y(p99))}" r="3" fill="${colour}"/>`,
      ),
    );
    const legend = bottom + 46 + index * legendLine;
    parts.push(
      `<path d="M${left} ${legend - 4}h20" stroke="${colour}" stroke-width="2"/>`,
      `<text x="${left + 28}" y="${legend}" fill="${colours.label}">${line.name}: answers at most ${Math.round(line.most)} a second</text>`,
    );
  }
  return parts
    .filter((part) => part !== '')
    .map((part) => `  ${part}`)
    .join('\n');
}

function inWords(panels: readonly LoadPanel[]): string {
  return panels
    .map(
      ({ title, lines }) =>
        `${title}: ${lines.map(({ name, most }) => `${name} ${Math.round(most)} a second`).join(', ')}`,
    )
    .join('; ');
}

/** Whole powers of ten around values, one at the least. */
function decades(values: readonly number[]): Range {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  return { low: 10 ** low, high: 10 ** Math.max(high, low + 1) };
}

function place(value: number, { low, high }: Range): number {
  return Math.log10(value / low) / Math.log10(high / low);
}

function ticks({ low, high }: Range): number[] {
  const found: number[] = [];
  for (let tick = low; tick <= high * 1.001; tick *= 10) found.push(Number(tick.toPrecision(1)));
  return found;
}

function timeLabel(milliseconds: number): string {
  return milliseconds >= 1000 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
