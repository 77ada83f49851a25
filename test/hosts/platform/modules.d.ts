// Modules of the platform and of the package, as the page of the tests takes them.
declare module 'lwc' {
  export class LightningElement extends HTMLElement {}
  export function createElement(name: string, options: { readonly is: unknown }): HTMLElement;
}
declare module 'c/*' {
  const component: unknown;
  export default component;
}
