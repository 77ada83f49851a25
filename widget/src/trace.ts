// How a figure is calculated: loaded when somebody asks for it, so that nobody else waits for it.
export { explain, explainComponent, explainDeals } from '@quotient/calc';
