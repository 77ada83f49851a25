// Exact decimals: their digits as an integer and how many of these stand behind the point.

/** The integer where it is one that a double holds; else the digits are text. */
export interface DecimalCell {
  units: number;
  places: number;
  /** Canonical text of a decimal with more digits than a double is sure of; null else. */
  long: string | null;
}

const mostDigits = 15;
const latin = new TextDecoder('latin1');

/** Reads a decimal, with or without exponent, into a cell; false where it is none. */
export function readDecimal(bytes: Uint8Array, start: number, end: number, cell: DecimalCell): boolean {
  let at = start;
  const isNegative = bytes[at] === 45;
  if (isNegative) at++;
  const first = at;
  let [units, places, point] = [0, 0, -1];
  for (; at < end; at++) {
    const one = bytes[at] as number;
    if (one >= 48 && one <= 57) {
      units = units * 10 + one - 48;
      if (point >= 0) places++;
    } else if (one === 46 && point < 0) point = at;
    else break;
  }
  const digits = at - first - (point >= 0 ? 1 : 0);
  if (digits === 0) return false;
  if (at < end || digits > mostDigits) return readLong(latin.decode(bytes.subarray(start, end)), cell);
  cell.units = isNegative ? -units : units;
  cell.places = places;
  cell.long = null;
  return true;
}

const form = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The same of any length, and with an exponent. */
function readLong(text: string, cell: DecimalCell): boolean {
  const found = form.exec(text);
  if (!found) return false;
  const [, sign = '', whole = '', behind = '', exponent = '0'] = found;
  if (whole === '' && behind === '') return false;
  const shift = Number(exponent);
  let digits = whole + behind;
  let places = behind.length - shift;
  if (places < 0) {
    digits += '0'.repeat(-places);
    places = 0;
  }
  while (places > 0 && digits.endsWith('0')) {
    digits = digits.slice(0, -1);
    places--;
  }
  digits = digits.replace(/^0+(?=\d)/, '');
  if (digits.length <= mostDigits && places <= 22) {
    cell.units = Number(`${sign}${digits || '0'}`);
    cell.places = digits === '' ? 0 : places;
    cell.long = null;
    return true;
  }
  const padded = digits.padStart(places + 1, '0');
  const cut = padded.length - places;
  cell.units = Number.NaN;
  cell.places = 0;
  cell.long = `${sign}${padded.slice(0, cut)}${places > 0 ? `.${padded.slice(cut)}` : ''}`;
  return true;
}
