// Questions about figures, and their answers: written here, kept as the platform's tasks, and listed where they were asked.
import { LightningElement, api, wire } from 'lwc';
import USER_ID from '@salesforce/user/Id';
import { graphql } from 'lightning/graphql';
import { NavigationMixin } from 'lightning/navigation';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { questionsQuery } from 'c/quotientQueries';
import { nodesOf, plain } from 'c/quotientSnapshots';
import { answerOf, answered, faultOf, isTextOf, isUnanswered, lead, taskOf, whereSent } from 'c/quotientTasks';
import { say } from 'c/quotientWords';

const dealPrefix = '006';

export default class QuotientQuestions extends NavigationMixin(LightningElement) {
    /** The deal whose questions alone are listed, on its page. */
    @api recordId;

    query = questionsQuery;
    rows = [];
    hasMore = false;
    isUnread = false;
    again;

    /** What is written: a question (`ask`) or an answer to a task (`task`); absent while nothing is. */
    writing;
    isOpen = false;
    draft = '';
    keepsPrivate = false;
    isSending = false;
    fault;
    /** The task of what was sent last. */
    sent;
    /** What was sent without an answer: it may be there, so it is sent again as it was. */
    unsure;
    /** Looks for it, while it is looked for. */
    soughtQuery;
    sought;
    takeFound;
    /** What has come of sending, to which the focus goes. */
    isOutcomeNew = false;

    /** What the viewer asked, and what waits for the viewer's answer. */
    get variables() {
        const mine = { or: [{ CreatedById: { eq: USER_ID } }, { OwnerId: { eq: USER_ID }, IsClosed: { eq: false } }] };
        const here = this.recordId ? { WhatId: { eq: this.recordId } } : {};
        return { where: { Subject: { like: `${lead}%` }, ...here, ...mine } };
    }

    @wire(graphql, { query: '$query', variables: '$variables' })
    takeTasks({ data, errors, refresh }) {
        this.again = refresh;
        const nodes = nodesOf(data, 'Task');
        this.isUnread = !nodes && Boolean(errors);
        if (nodes) {
            this.rows = nodes.map((node) => rowOf(plain(node)));
            this.hasMore = data.uiapi.query.Task.pageInfo.hasNextPage;
        }
    }

    @wire(graphql, { query: '$soughtQuery', variables: '$sought' })
    takeSought({ data, errors }) {
        const nodes = nodesOf(data, 'Task');
        if (nodes || errors) {
            this.takeFound?.(nodes ? nodes.map(plain) : Promise.reject({ body: errors }));
        }
    }

    get words() {
        const { ask, task } = this.writing ?? {};
        const toManager = ask?.manager ? 'manager' : 'me';
        return {
            heading: this.waiting > 0 ? say('list.waiting', { count: this.waiting }) : say('list.title'),
            unread: say('list.unread'),
            more: say('list.more'),
            openTask: say('task.open'),
            openFigure: say('figure.open'),
            answer: say('row.answer'),
            title: say(task ? 'answer.title' : 'ask.title'),
            note: task ? say('answer.note') : say(`ask.${toManager}`),
            private: say('ask.private'),
            sent: task ? say('answer.sent') : say(`ask.sent.${toManager}`),
            send: say('send'),
            cancel: say('cancel'),
            close: say('close')
        };
    }

    /** A dialog takes the focus as it opens, so it opens with all in it; templates cannot bind what stands in a text area. */
    renderedCallback() {
        const { dialog, text } = this.refs;
        if (this.isOpen && !dialog.open) {
            dialog.showModal();
        }
        if (text && text.value !== this.draft) {
            text.value = this.draft;
        }
        if (this.isOpen && this.isOutcomeNew) {
            this.isOutcomeNew = false;
            (this.refs.outcome ?? text)?.focus();
        }
    }

    get waiting() {
        return this.rows.filter(({ canAnswer }) => canAnswer).length;
    }

    get hasRows() {
        return this.rows.length > 0;
    }

    get about() {
        return this.writing?.ask?.question.subject ?? this.writing?.task?.subject;
    }

    /** A deal is seen by more people than the figures of who works on it. */
    get offersPrivate() {
        const { ask } = this.writing ?? {};
        return Boolean(ask?.record && ask.snapshot);
    }

    /** Begins a question; one about the same figure goes on where it was left. */
    @api
    ask(ask) {
        const isSame = !this.sent && this.writing?.ask?.question.subject === ask.question.subject;
        this.begin({ ask }, isSame);
    }

    /** Reads the list again. */
    @api
    async reread() {
        await this.again?.();
    }

    startAnswer({ currentTarget }) {
        const task = this.rows.find(({ id }) => id === currentTarget.dataset.id);
        const isSame = !this.sent && this.writing?.task?.id === task.id;
        this.begin({ task }, isSame);
    }

    begin(writing, isSame) {
        this.writing = writing;
        this.draft = isSame ? this.draft : '';
        this.keepsPrivate = isSame && this.keepsPrivate;
        this.unsure = isSame ? this.unsure : undefined;
        this.fault = undefined;
        this.sent = undefined;
        this.isOpen = true;
    }

    write({ target }) {
        this.draft = target.value;
    }

    choose({ target }) {
        this.keepsPrivate = target.checked;
    }

    close() {
        this.refs.dialog.close();
    }

    /** The dialog has closed, by a button or by the Escape key. */
    hide() {
        this.isOpen = false;
    }

    async send() {
        const { ask, task } = this.writing;
        const text = this.draft.trim();
        if (this.isSending) {
            return;
        }
        if (!text) {
            this.fault = say(task ? 'answer.empty' : 'ask.empty');
            this.isOutcomeNew = true;
            return;
        }
        const made = this.unsure ?? (ask && taskOf(ask, text, this.keepsPrivate));
        this.isSending = true;
        this.fault = undefined;
        try {
            this.sent = ask ? await this.keepQuestion(made) : await this.keepAnswer(task, text);
        } catch (error) {
            this.fault = faultOf(error);
        } finally {
            this.isSending = false;
            this.isOutcomeNew = true;
        }
        if (this.sent) {
            await this.reread();
        }
    }

    /** Makes the task, unless it was sent without an answer and is there. @returns its Id */
    async keepQuestion(task) {
        try {
            const there = this.unsure && (await this.findSent(task));
            const id = there ?? (await createRecord(task)).id;
            this.unsure = undefined;
            return id;
        } catch (error) {
            this.unsure = isUnanswered(error) ? task : undefined;
            // Where it cannot be looked for, what is told is why it was not sent.
            const found = this.unsure && (await this.findSent(task).catch(() => undefined));
            if (found) {
                return found;
            }
            throw error;
        }
    }

    /** The Id of a task that this person may have written a moment ago; absent where it is not there. @throws where nobody says so */
    async findSent(task) {
        const found = new Promise((resolve) => {
            this.takeFound = resolve;
        });
        this.sought = { where: whereSent(task, USER_ID) };
        this.soughtQuery = questionsQuery;
        try {
            return (await found).find(({ Description }) => isTextOf(task, Description))?.Id;
        } finally {
            this.soughtQuery = undefined;
        }
    }

    async keepAnswer({ id, description }, text) {
        await updateRecord({ fields: { Id: id, Description: answered(description, text), Status: 'Completed' } });
        return id;
    }

    openSent() {
        this.close();
        this.goTo(this.sent);
    }

    openTask({ currentTarget }) {
        this.goTo(currentTarget.dataset.id);
    }

    openFigure({ currentTarget }) {
        const { what, asker } = this.rows.find(({ id }) => id === currentTarget.dataset.id);
        const detail = what?.startsWith(dealPrefix) ? { record: what } : { payee: asker };
        this.dispatchEvent(new CustomEvent('figure', { detail }));
    }

    goTo(recordId) {
        this[NavigationMixin.Navigate]({
            type: 'standard__recordPage',
            attributes: { recordId, actionName: 'view' }
        });
    }
}

/** A task as a row of the list. */
function rowOf({ Id, Subject, Description, OwnerId, CreatedById, WhatId, IsClosed }) {
    const answer = IsClosed ? answerOf(Description ?? '') : '';
    return {
        id: Id,
        subject: Subject.slice(lead.length),
        description: Description ?? '',
        state: say(IsClosed ? 'row.done' : 'row.open'),
        answer: IsClosed ? answer || say('row.elsewhere') : '',
        canAnswer: !IsClosed && OwnerId === USER_ID,
        asker: CreatedById,
        what: WhatId
    };
}
