// On a home page: what to act on, with evidence, for the viewer or for the viewer's people. Their snapshots as the platform has them.
import { LightningElement, api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { registerRefreshHandler, unregisterRefreshHandler } from 'lightning/refresh';
import {
    Snapshots,
    TeamReader,
    elements,
    keepQuestion,
    nodesOf,
    open,
    place,
    securityOff,
    snapshotProblem,
    toManager
} from 'c/quotientHost';
import { peopleQuery, teamQuery } from 'c/quotientQueries';

export default class QuotientCoaching extends NavigationMixin(LightningElement) {
    /** A line above the figures, if any. */
    @api title;
    /** What to act on with everybody whose figures the viewer may see, in place of the viewer alone. */
    @api forTeam = false;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    own = { payees: [USER_ID] };
    reader = new Snapshots();
    team = new TeamReader();
    page = this.team.variables;
    /** The viewer's snapshot; null where none is published, absent while it loads or is not asked for. */
    snapshot;
    /** Those of the viewer's people, where they are asked for. */
    snapshots;
    fault;
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
            place(this, this.refs.box, 'quotient-coaching', { snapshot: this.snapshot, snapshots: this.snapshots });
        }
    }

    get ownQuery() {
        return this.forTeam ? undefined : peopleQuery;
    }

    get pageQuery() {
        return this.forTeam ? teamQuery : undefined;
    }

    @wire(graphql, { query: '$ownQuery', variables: '$own' })
    takeSnapshot({ data, errors, refresh }) {
        if (this.forTeam) {
            return;
        }
        this.again = refresh;
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        this.fault = !nodes && errors ? snapshotProblem(errors) : undefined;
        if (nodes) {
            this.snapshot = this.reader.read(nodes).get(USER_ID) ?? null;
            this.show();
        }
    }

    @wire(graphql, { query: '$pageQuery', variables: '$page' })
    takePage(result) {
        if (!this.forTeam) {
            return;
        }
        const { found, fault } = this.team.take(result) ?? {};
        this.page = this.team.variables;
        this.fault = fault;
        if (found) {
            this.known = found;
            this.snapshots = [...found].filter(([payee]) => payee !== USER_ID).map(([, one]) => one);
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
        await keepQuestion(this, detail, this.snapshot ?? this.known?.get(USER_ID));
    }

    async reread() {
        const reading = this.forTeam ? this.team.reread() : this.again?.();
        this.page = this.team.variables;
        await reading;
        return true;
    }
}
