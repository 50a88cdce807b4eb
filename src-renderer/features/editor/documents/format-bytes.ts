const units = ['bytes', 'KB', 'MB', 'GB'];

/** A size as people read it, in steps of 1,024: `512 bytes`, `1.4 KB`, `52 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: digits })} ${bytes === 1 ? 'byte' : units[unit]}`;
}
