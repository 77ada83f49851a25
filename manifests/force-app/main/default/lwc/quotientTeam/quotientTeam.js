// On a manager's page: where everybody stands whose snapshot the viewer may read, and behind each row that person's own page.
import { LightningElement, api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { gql, graphql } from 'lightning/graphql';
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

/** A page of 200 at a time: the platform's least with an upper bound. */
const TEAM = gql`
    query quotientTeam($after: String) {
        uiapi {
            query {
                QuotientSnapshot__c(first: 200, upperBound: 10000, after: $after, orderBy: { Key__c: { order: ASC } }) {
                    edges {
                        node {
                            Id
                            Payee__c {
                                value
                            }
                            Body__c {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                        endCursor
                    }
                }
            }
        }
    }
`;

const personElement = 'quotient-attainment';

export default class QuotientTeam extends NavigationMixin(LightningElement) {
    /** A line above the figures, if any. */
    @api title;
    /** Leaves out the viewer's own figures. */
    @api withoutMe = false;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    query = TEAM;
    variables = { after: null };
    /** All snapshots that the viewer may read, once the last page of them is there. */
    snapshots;
    /** The snapshot of the person whose page is open. */
    person;
    fault;

    /** Cursors of the pages that were read again, while that goes on. */
    renewed;
    /** Nodes of the pages that have come, by Id. */
    nodes = new Map();
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
        if (!this.isRendered) {
            return;
        }
        place(this, this.refs.box, 'quotient-team', { snapshots: this.snapshots });
        if (this.person) {
            place(this, this.refs.person, personElement, { snapshot: this.person });
        }
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    takePage({ data, errors, refresh }) {
        this.again = refresh;
        if (this.renewed && !this.renewed.has(this.variables.after) && refresh) {
            this.renewed.add(this.variables.after);
            refresh();
            return;
        }
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        if (!nodes) {
            this.fault = errors ? snapshotProblem(errors) : undefined;
            return;
        }
        this.fault = undefined;
        for (const node of nodes) {
            this.nodes.set(node.Id, node);
        }
        const { hasNextPage, endCursor } = data.uiapi.query.QuotientSnapshot__c.pageInfo;
        if (hasNextPage) {
            this.variables = { after: endCursor };
            return;
        }
        this.renewed = undefined;
        this.known = this.reader.read([...this.nodes.values()]);
        this.snapshots = [...this.known].filter(([payee]) => !(this.withoutMe && payee === USER_ID)).map(([, one]) => one);
        this.show();
    }

    get problem() {
        return elements() ? this.fault : securityOff;
    }

    /** A person's page opens in place; a record, and a person where there is no such page, in the platform's way. */
    select(detail) {
        const person = detail.payee && this.known?.get(detail.payee);
        if (person && customElements.get(personElement)) {
            this.person = person;
        } else {
            open(this, detail);
        }
    }

    leave() {
        this.person = undefined;
    }

    async ask(detail) {
        await keepQuestion(this, detail, this.known?.get(USER_ID));
    }

    /** Reads all pages again, from the first: each one as it comes up, since the platform keeps those that it has read. */
    async reread() {
        this.nodes = new Map();
        if (this.variables.after === null) {
            this.renewed = undefined;
            await this.again?.();
        } else {
            this.renewed = new Set();
            this.variables = { after: null };
        }
        return true;
    }
}
