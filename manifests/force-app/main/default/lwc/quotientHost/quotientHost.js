// What the components share that host the elements: the elements themselves, the platform's answers in plain JSON, what is in
// the way in words, and what the elements' events do.
import LOCALE from '@salesforce/i18n/locale';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { createRecord } from 'lightning/uiRecordApi';
import { widget } from 'c/quotientWidget';

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
            toast(host, 'info', 'Read again', 'These are the latest figures that were published.');
        });
        box.appendChild(element);
    }
    for (const [key, value] of Object.entries(properties)) {
        if (element[key] !== value) {
            element[key] = value;
        }
    }
}

/** What stands instead of an element that cannot be there. */
export const securityOff = {
    title: 'Lightning Web Security is off',
    text: 'These figures are shown only where Lightning Web Security is on. Ask your administrator to switch it on in Setup, under Session Settings.'
};

/** The nodes of a connection in an answer of the GraphQL wire; null where it is not there. */
export function nodesOf(data, object) {
    const edges = data?.uiapi?.query?.[object]?.edges;
    return edges ? edges.map(({ node }) => node) : null;
}

/** A node or a record of the platform as plain JSON: each field's value, and records that it looks up in place of theirs. */
export function plain(fields) {
    const record = {};
    for (const [name, field] of Object.entries(fields ?? {})) {
        if (field === null || typeof field !== 'object') {
            record[name] = field;
        } else if ('value' in field) {
            const { value } = field;
            record[name] = value !== null && typeof value === 'object' ? plain(value.fields) : value;
        } else {
            record[name] = plain(field);
        }
    }
    return record;
}

/** Reads snapshots from their texts; the same text is the same object, so that nothing is calculated twice. */
export class Snapshots {
    known = new Map();

    /** The snapshots of nodes, by payee, without those of nobody. One that is cut short becomes an empty document, of which the element says so. */
    read(nodes) {
        const now = new Map();
        const found = new Map();
        for (const { Payee__c: payee, Body__c: body } of nodes) {
            if (payee?.value) {
                const text = body?.value ?? '';
                const document = this.known.get(text) ?? parsed(text);
                now.set(text, document);
                found.set(payee.value, document);
            }
        }
        this.known = now;
        return found;
    }
}

/** The first page of a team. */
const firstPage = { after: null };

/** Reads a team page by page: hand it each answer of the wire, and ask with `variables` as they are then. */
export class TeamReader {
    variables = firstPage;
    reader = new Snapshots();
    nodes = new Map();
    /** Cursors of the pages that were read again, while that goes on. */
    renewed;
    again;

    /** All snapshots by payee with the last page; a fault in words; null while more is to come. */
    take({ data, errors, refresh }) {
        this.again = refresh;
        if (this.renewed && refresh && !this.renewed.has(this.variables.after)) {
            this.renewed.add(this.variables.after);
            refresh();
            return null;
        }
        const nodes = nodesOf(data, 'QuotientSnapshot__c');
        if (!nodes) {
            return errors ? { fault: snapshotProblem(errors) } : null;
        }
        for (const node of nodes) {
            this.nodes.set(node.Id, node);
        }
        const { hasNextPage, endCursor } = data.uiapi.query.QuotientSnapshot__c.pageInfo;
        if (hasNextPage) {
            this.variables = { after: endCursor };
            return null;
        }
        this.renewed = undefined;
        const found = this.reader.read([...this.nodes.values()]);
        this.nodes = new Map();
        return { found };
    }

    /** Begins again with the first page, and has each read anew as it comes up: the platform keeps those that it has read. */
    async reread() {
        this.nodes = new Map();
        if (this.variables === firstPage) {
            await this.again?.();
        } else {
            this.renewed = new Set();
            this.variables = firstPage;
        }
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError) {
            return {};
        }
        throw error;
    }
}

/** Fields of a list that a record of `getRecord` does not bring: they are hidden from the viewer, or the org has none. */
export function hiddenFields(record, fields) {
    return fields.filter((path) => {
        let at = record;
        for (const name of path.split('.')) {
            const field = at.fields?.[name];
            if (field === undefined) {
                return true;
            }
            if (field.value === null) {
                return false;
            }
            at = field.value;
        }
        return false;
    });
}

/** Why snapshots cannot be read, in words. */
export function snapshotProblem(errors) {
    const said = messagesOf(errors);
    if (/QuotientSnapshot__c|Body__c|Payee__c/.test(said) && /undefined|not exist|no access|insufficient/i.test(said)) {
        return {
            title: 'You have no access to Quotient',
            text: 'Ask your administrator for the permission set Quotient Rep or Quotient Manager.'
        };
    }
    return {
        title: 'The figures can’t be read now',
        text: `The org says: ${said || 'nothing'}. Load the page again; if that does not help, show this to your administrator.`
    };
}

/** Why the record cannot be read, in words. */
export function recordProblem(error) {
    const { status, body } = error ?? {};
    if (status === 403 || status === 404) {
        return {
            title: 'You may not see this record',
            text: 'It is hidden from you, or deleted. Ask its owner to share it.'
        };
    }
    const said = messagesOf(Array.isArray(body) ? body : [body ?? error]);
    return {
        title: 'The record can’t be read now',
        text: `The org says: ${said || 'nothing'}. Load the page again; if that does not help, show this to your administrator.`
    };
}

function messagesOf(errors) {
    return (Array.isArray(errors) ? errors : [errors])
        .map((error) => error?.message?.trim().replace(/\.$/, ''))
        .filter(Boolean)
        .join('; ');
}

/** Goes to a record or a person, unless it is the one that the page shows. */
export function open(host, { record, payee }) {
    const recordId = record ?? payee;
    if (recordId && recordId !== host.recordId) {
        host[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId, actionName: 'view' }
        });
    }
}

/** The choices of who gets the tasks that questions become. */
export const toManager = 'My manager';

/** The most characters of a task's subject and description. */
const longestSubject = 255;
const longestText = 32000;

/** Keeps a question, with the trace of its figure, as a task: on its record, for the viewer's manager or for the viewer. */
export async function keepQuestion(host, detail, viewer) {
    const { subject, trace, record } = detail;
    const manager = host.questionsTo === toManager ? viewer?.payee?.ManagerId : null;
    const about = record ?? host.recordId;
    const fields = {
        Subject: subject.slice(0, longestSubject),
        Description: [subject, '', ...trace].join('\n').slice(0, longestText),
        ...(about ? { WhatId: about } : {}),
        ...(manager ? { OwnerId: manager } : {})
    };
    try {
        await createRecord({ apiName: 'Task', fields });
        toast(host, 'success', 'Question kept', manager ? 'Your manager has it as a task.' : 'It is among your tasks.');
    } catch (error) {
        const { text } = recordProblem(error);
        toast(host, 'error', 'The question was not kept', text);
    }
}

/** Says something for a moment. */
export function toast(host, variant, title, message) {
    host.dispatchEvent(new ShowToastEvent({ variant, title, message }));
}
