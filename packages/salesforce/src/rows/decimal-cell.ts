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

/** So many digits are a number of 32 bits. */
const fewDigits = 9;

/** Reads a decimal, with or without exponent, into a cell; false where it is none. */
export function readDecimal(bytes: Uint8Array, start: number, end: number, cell: DecimalCell): boolean {
  let at = start;
  const isNegative = bytes[at] === 45;
  if (isNegative) at++;
  const first = at;
  let [units, point] = [0, -1];
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit >>> 0 < 10) units = (Math.imul(units, 10) + digit) | 0;
    else if (bytes[at] === 46 && point < 0) point = at;
    else break;
  }
  let digits = at - first - (point >= 0 ? 1 : 0);
  if (digits === 0) return false;
  if (digits > fewDigits) {
    units = 0;
    for (let i = first; i < at; i++) if (i !== point) units = units * 10 + (bytes[i] as number) - 48;
  }
  let places = point < 0 ? 0 : at - point - 1;
  if (at < end) {
    // As the platform writes large numbers: with an exponent that takes the point as far as the digits go, or further.
    const shift = exponentAt(bytes, at, end) - places;
    if (!(shift >= 0)) return readLong(latin.decode(bytes.subarray(start, end)), cell);
    digits += shift;
    places = 0;
    if (digits <= mostDigits) units *= powers[shift] as number;
  }
  if (digits > mostDigits) return readLong(latin.decode(bytes.subarray(start, end)), cell);
  cell.units = isNegative ? -units : units;
  cell.places = places;
  cell.long = null;
  return true;
}

/** Powers of ten, as far as doubles hold them exactly. */
export const powers = Array.from({ length: 23 }, (_, places) => 10 ** places);

/** An exponent of one or two digits that ends there; NaN where it is none of these. */
function exponentAt(bytes: Uint8Array, at: number, end: number): number {
  if (((bytes[at] as number) | 32) !== 101 || end - at < 2 || end - at > 3) return Number.NaN;
  let exponent = 0;
  for (let i = at + 1; i < end; i++) {
    const digit = (bytes[i] as number) - 48;
    if (digit >>> 0 > 9) return Number.NaN;
    exponent = exponent * 10 + digit;
  }
  return exponent;
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
