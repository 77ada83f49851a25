// On a rep's home: where one stands. The viewer's snapshot as the platform has it.
import { LightningElement, api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { registerRefreshHandler, unregisterRefreshHandler } from 'lightning/refresh';
import {
    Snapshots,
    elements,
    keepQuestion,
    nodesOf,
    open,
    place,
    securityOff,
    snapshotProblem,
    toManager
} from 'c/quotientHost';
import { peopleQuery } from 'c/quotientQueries';

export default class QuotientAttainment extends NavigationMixin(LightningElement) {
    /** A line above the figures, if any. */
    @api title;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    query = peopleQuery;
    variables = { payees: [USER_ID] };
    /** The viewer's snapshot; null where none is published, absent while it loads. */
    snapshot;
    fault;

    reader = new Snapshots();
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
            place(this, this.refs.box, 'quotient-attainment', { snapshot: this.snapshot });
        }
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    takeSnapshot({ data, errors, refresh }) {
        this.again = refresh;
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        this.fault = !nodes && errors ? snapshotProblem(errors) : undefined;
        if (nodes) {
            this.snapshot = this.reader.read(nodes).get(USER_ID) ?? null;
            this.show();
        }
    }

    get problem() {
        return elements() ? this.fault : securityOff;
    }

    select(detail) {
        open(this, detail);
    }

    async ask(detail) {
        await keepQuestion(this, detail, this.snapshot);
    }

    async reread() {
        await this.again?.();
        return true;
    }
}
