// What the components share that host the elements: the elements themselves, the life of a host on a page, and what the
// elements' events do.
import { LightningElement } from 'lwc';
import LOCALE from '@salesforce/i18n/locale';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { registerRefreshHandler, unregisterRefreshHandler } from 'lightning/refresh';
import { widget } from 'c/quotientWidget';
import { say } from 'c/quotientWords';

/** The choice of who gets the tasks that questions become, where it is not the viewer. */
export const toManager = 'My manager';

let held;

/** The elements, registered; null where Lightning Web Security is off, since nothing can be registered there. */
export function elements() {
    if (held === undefined) {
        const isPossible = typeof customElements !== 'undefined' && typeof customElements.define === 'function';
        held = isPossible ? widget() : null;
        if (held) {
            held.define();
        }
    }
    return held;
}

/**
 * Puts an element into the box of a rendered component that has `lwc:dom="manual"`, or finds it there, and hands it what has
 * changed. Its events call `select`, `ask` and `reread` of the component.
 */
export function place(host, box, name, properties) {
    if (!box) {
        return;
    }
    let element = box.firstChild;
    if (!element) {
        element = document.createElement(name);
        element.locale = LOCALE;
        element.messages = elements().messages;
        element.addEventListener('quotientselect', (event) => host.select(event.detail));
        element.addEventListener('quotientask', (event) => host.ask(event.detail));
        element.addEventListener('quotientrefresh', async () => {
            await host.reread();
            toast(host, 'info', say('again.title'), say('again.text'));
        });
        box.appendChild(element);
    }
    for (const [key, value] of Object.entries(properties)) {
        if (element[key] !== value) {
            element[key] = value;
        }
    }
}

/**
 * What the hosts share: they are refreshed with the page, show their element once they are rendered, open records, and take
 * questions. A host names its `element`, and says `properties` and what it reads again; properties for admins stand in each
 * host, where the platform looks for them.
 */
export class Host extends NavigationMixin(LightningElement) {
    fault;
    /** Reads again what the wire read last. */
    again;

    connectedCallback() {
        this.refreshHandler = registerRefreshHandler(this, () => this.reread());
    }

    disconnectedCallback() {
        unregisterRefreshHandler(this.refreshHandler);
    }

    renderedCallback() {
        this.isRendered = true;
        this.show();
    }

    show() {
        if (this.isRendered) {
            place(this, this.refs.box, this.element, this.properties);
        }
    }

    get problem() {
        return elements() ? this.fault : { title: say('security.title'), text: say('security.text') };
    }

    /** The deal whose page this is, if it is one's: questions without a record of their own are about it. */
    get dealId() {
        return undefined;
    }

    select(detail) {
        open(this, detail);
    }

    /** Asks whoever is to answer, in the viewer's words. */
    ask(question) {
        const { Id, ManagerId } = this.viewer?.payee ?? {};
        const manager = this.questionsTo === toManager ? (ManagerId ?? null) : null;
        const { asOf, row } = this.sourceOf(question.payee ?? Id);
        this.refs.questions.ask({ question, manager, asOf, snapshot: row, record: question.record ?? this.dealId });
    }

    /** A question in the list goes to its figure: to the deal, or to the person who asks. */
    openFigure({ detail }) {
        this.select(detail);
    }

    async reread() {
        await Promise.all([this.again?.(), this.refs?.questions?.reread()]);
        return true;
    }
}

/** Goes to a record or a person, unless it is the one that the page shows. */
function open(host, { record, payee }) {
    const recordId = record ?? payee;
    if (recordId && recordId !== host.recordId) {
        host[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId, actionName: 'view' }
        });
    }
}

/** Says something for a moment. */
function toast(host, variant, title, message) {
    host.dispatchEvent(new ShowToastEvent({ variant, title, message }));
}
