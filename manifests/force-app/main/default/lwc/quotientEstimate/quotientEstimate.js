// On an opportunity: what this deal pays the viewer. The record and the snapshots as the platform has them, live.
import { api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { Host, elements, toManager } from 'c/quotientHost';
import { dealTeamQuery, peopleQuery, splitsQuery } from 'c/quotientQueries';
import { Snapshots, hiddenFields, nodesOf, plain, recordProblem, snapshotProblem } from 'c/quotientSnapshots';
import { say } from 'c/quotientWords';

const OWNER = ['Opportunity.OwnerId'];

export default class QuotientEstimate extends Host {
    /** The opportunity of the page. */
    @api recordId;
    /** A line above the figures, if any. */
    @api title;
    /** Leaves out what the deal pays its owner, also for those who may see that. */
    @api ownPayOnly = false;
    /** Who gets the questions: "My manager" or "Me". */
    @api questionsTo = toManager;

    element = 'quotient-estimate';
    /** Whose snapshots are asked for: the viewer's and the owner's. */
    payees;
    snapshotVariables;
    /** Snapshots by payee, once they are there, and what each reads of the deal. */
    held;
    /** Fields to ask of the record, once it is known which. */
    dealFields;
    record;
    /** Rows of those who share the deal, by object; null where they cannot be read. */
    shares = {};
    dealVariables;
    recordFault;
    snapshotFault;

    reader = new Snapshots();
    /** How to read again what each wire read, by name. */
    reads = {};

    /** All of it decides on `problem` too, so that a change of it renders. */
    get properties() {
        return { snapshots: this.snapshots, deal: this.deal };
    }

    @wire(getRecord, { recordId: '$recordId', fields: OWNER })
    takeOwner({ data, error }) {
        if (error) {
            this.recordFault = recordProblem(error);
        }
        if (!data) {
            return;
        }
        this.recordFault = undefined;
        const owner = data.fields.OwnerId.value;
        const payees = this.ownPayOnly || owner === USER_ID ? [USER_ID] : [USER_ID, owner];
        if (payees.join() !== this.payees?.join()) {
            this.payees = payees;
            this.snapshotVariables = { payees };
        }
        if (this.dealVariables?.deal !== this.recordId) {
            this.dealVariables = { deal: this.recordId };
            this.shares = {};
        }
    }

    get snapshotQuery() {
        return this.payees ? peopleQuery : undefined;
    }

    @wire(graphql, { query: '$snapshotQuery', variables: '$snapshotVariables' })
    takeSnapshots({ data, errors, refresh }) {
        this.reads.snapshots = refresh;
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        if (!nodes) {
            this.snapshotFault = errors ? snapshotProblem(errors) : undefined;
            return;
        }
        this.snapshotFault = undefined;
        const found = this.reader.read(nodes);
        this.held = this.payees
            .filter((payee) => found.has(payee))
            .map((payee) => ({ payee, snapshot: found.get(payee), needs: elements()?.dealNeeds([found.get(payee)]) }));
        this.askForFields();
    }

    /** Asks for the fields that the plans read; a record that was read for others is none any more. */
    askForFields() {
        if (!elements()) {
            return;
        }
        const wanted = [elements().dealNeeds([]), ...this.held.map(({ needs }) => needs)];
        const names = new Set(wanted.flatMap(({ needed, wanted: shown }) => [...needed, ...shown]));
        const fields = [...names, 'OwnerId', 'Owner.Name'].map((name) => `Opportunity.${name}`);
        if (fields.join() !== this.dealFields?.join()) {
            this.dealFields = fields;
            this.record = undefined;
        }
    }

    @wire(getRecord, { recordId: '$recordId', optionalFields: '$dealFields' })
    takeRecord({ data, error }) {
        if (error) {
            this.recordFault = recordProblem(error);
        }
        if (data) {
            this.record = data;
        }
    }

    get splitsQuery() {
        return this.asksFor('OpportunitySplit') ? splitsQuery : undefined;
    }

    @wire(graphql, { query: '$splitsQuery', variables: '$dealVariables' })
    takeSplits(result) {
        this.takeShares('OpportunitySplit', result);
    }

    get teamQuery() {
        return this.asksFor('OpportunityTeamMember') ? dealTeamQuery : undefined;
    }

    @wire(graphql, { query: '$teamQuery', variables: '$dealVariables' })
    takeTeam(result) {
        this.takeShares('OpportunityTeamMember', result);
    }

    get dealId() {
        return this.recordId;
    }

    asksFor(object) {
        return Boolean(this.dealVariables && this.held?.some(({ needs }) => needs?.related[object]));
    }

    takeShares(object, { data, errors, refresh }) {
        this.reads[object] = refresh;
        const nodes = nodesOf(data, object);
        if (nodes) {
            this.shares = { ...this.shares, [object]: nodes.map(plain) };
        } else if (errors) {
            this.shares = { ...this.shares, [object]: null };
        }
    }

    /** What somebody's plans read that the viewer may not see, in words. */
    hiddenFrom({ needs, snapshot }) {
        return [
            ...hiddenFields(this.record, needs.needed),
            ...Object.keys(needs.related)
                .filter((object) => this.shares[object] === null && !elements().heldShares(snapshot, this.recordId))
                .map((object) => say(`hidden.${object}`))
        ];
    }

    /** Rows of those who share the deal: the page's own, else as snapshots hold them, since not every org lets pages read them. */
    sharesOf(object, rows) {
        if (rows) {
            return rows;
        }
        const held = this.held.flatMap(({ snapshot }) => elements().heldShares(snapshot, this.recordId)?.[object] ?? []);
        return [...new Map(held.map((row) => [JSON.stringify(row), row])).values()];
    }

    get isWhole() {
        return Boolean(
            this.held &&
                this.record &&
                this.record.id === this.recordId &&
                this.held.every(({ needs }) =>
                    Object.keys(needs.related).every((object) => this.shares[object] !== undefined)
                )
        );
    }

    get problem() {
        if (!elements()) {
            return super.problem;
        }
        const fault = this.recordFault ?? this.snapshotFault;
        if (fault || !this.isWhole) {
            return fault;
        }
        const [first, ...rest] = this.held.map((one) => this.hiddenFrom(one));
        const isOwn = this.held[0]?.payee === USER_ID;
        if (!first || first.length === 0 || (!isOwn && rest.some(({ length }) => length === 0))) {
            return undefined;
        }
        return { title: say('hidden.title'), text: say('hidden.text', { fields: first.join(', ') }) };
    }

    /** The viewer's snapshot, null where there is none, then the owner's where what it reads is there. */
    get snapshots() {
        if (!this.isWhole) {
            return undefined;
        }
        const shown = this.held.filter((one) => this.hiddenFrom(one).length === 0);
        const own = shown.find(({ payee }) => payee === USER_ID);
        const list = [own?.snapshot ?? null, ...shown.filter((one) => one !== own).map(({ snapshot }) => snapshot)];
        this.shown = this.shown?.length === list.length && list.every((one, i) => one === this.shown[i]) ? this.shown : list;
        return this.shown;
    }

    get deal() {
        if (!this.isWhole) {
            return undefined;
        }
        const { record, shares, held } = this;
        if (this.made?.record !== record || this.made.shares !== shares || this.made.held !== held) {
            const fields = { Id: record.id, ...plain(record.fields) };
            const related = Object.fromEntries(
                Object.entries(shares).map(([object, rows]) => [object, this.sharesOf(object, rows)])
            );
            this.made = { record, shares, held, deal: { record: fields, related } };
        }
        return this.made.deal;
    }

    get viewer() {
        return this.held?.find(({ payee }) => payee === USER_ID)?.snapshot;
    }

    sourceOf(payee) {
        const snapshot = this.held?.find((one) => one.payee === payee)?.snapshot;
        return { asOf: snapshot?.asOf, row: this.reader.rows.get(payee) };
    }

    again = async () => {
        const record = () => notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
        await Promise.all([...Object.values(this.reads), record].map((read) => read?.()));
    };
}
