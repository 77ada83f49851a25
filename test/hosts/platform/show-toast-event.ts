// lightning/platformShowToastEvent: the page shows what this event says.
export class ShowToastEvent extends CustomEvent<unknown> {
  constructor(detail: unknown) {
    super('lightning__showtoast', { bubbles: true, composed: true, cancelable: true, detail });
  }
}
