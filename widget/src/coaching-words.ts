// The English sentences of flags: a file of their own, loaded by the element that says them.
export { flagWords } from '@quotient/calc';
