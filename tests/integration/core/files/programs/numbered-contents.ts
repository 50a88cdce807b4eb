/** Contents that can be told from their beginning, and checked to the last byte. Their sizes differ by up to half a megabyte. */
export function numberedContents(number: number): string {
  const line = `${number} ${'abcdefghijklmnopqrstuvwxyz'.charAt(number % 26).repeat(60)}\n`;
  return line.repeat(Math.ceil((500_000 + ((number * 7919) % 500_000)) / line.length));
}
