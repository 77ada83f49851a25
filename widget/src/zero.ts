// What is nothing, as a decimal that comes as text.

/** Is it zero, however many decimals it has? */
export const isZero = (decimal: string): boolean => /^[+-]?0*\.?0*$/.test(decimal);
