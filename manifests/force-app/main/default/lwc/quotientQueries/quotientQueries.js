// What the components ask of the platform's GraphQL.
import { gql } from 'lightning/graphql';

/** All snapshots that the viewer may read, 200 at a time: the platform's least with an upper bound. */
export const teamQuery = gql`
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

/** The snapshots of some people. */
export const peopleQuery = gql`
    query quotientSnapshots($payees: [ID]) {
        uiapi {
            query {
                QuotientSnapshot__c(where: { Payee__c: { in: $payees } }, first: 10) {
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
                }
            }
        }
    }
`;

/** Who shares the revenue of a deal. */
export const splitsQuery = gql`
    query quotientSplits($deal: ID) {
        uiapi {
            query {
                OpportunitySplit(where: { OpportunityId: { eq: $deal } }, first: 200) {
                    edges {
                        node {
                            Id
                            OpportunityId {
                                value
                            }
                            SplitOwnerId {
                                value
                            }
                            SplitPercentage {
                                value
                            }
                            SplitType {
                                DeveloperName {
                                    value
                                }
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** Who works on a deal. */
export const dealTeamQuery = gql`
    query quotientDealTeam($deal: ID) {
        uiapi {
            query {
                OpportunityTeamMember(where: { OpportunityId: { eq: $deal } }, first: 200) {
                    edges {
                        node {
                            Id
                            OpportunityId {
                                value
                            }
                            UserId {
                                value
                            }
                            TeamMemberRole {
                                value
                            }
                        }
                    }
                }
            }
        }
    }
`;

/** Who reports to somebody, directly or over two others. */
export const reportsQuery = gql`
    query quotientReports($lead: ID) {
        uiapi {
            query {
                User(
                    where: {
                        IsActive: { eq: true }
                        or: [
                            { ManagerId: { eq: $lead } }
                            { Manager: { ManagerId: { eq: $lead } } }
                            { Manager: { Manager: { ManagerId: { eq: $lead } } } }
                        ]
                    }
                    first: 2000
                ) {
                    edges {
                        node {
                            Id
                        }
                    }
                }
            }
        }
    }
`;

/** The latest tasks that are questions about figures, as far as the viewer may see them. */
export const questionsQuery = gql`
    query quotientQuestions($where: Task_Filter) {
        uiapi {
            query {
                Task(where: $where, first: 10, orderBy: { IsClosed: { order: ASC }, CreatedDate: { order: DESC } }) {
                    edges {
                        node {
                            Id
                            Subject {
                                value
                            }
                            Description {
                                value
                            }
                            OwnerId {
                                value
                            }
                            CreatedById {
                                value
                            }
                            WhatId {
                                value
                            }
                            IsClosed {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
            }
        }
    }
`;
