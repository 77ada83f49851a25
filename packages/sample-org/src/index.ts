// A Salesforce org on this machine: to try the product without an org, and to test it.
export type { ConnectedApp } from './assertion.ts';
export { samplePassword } from './auth.ts';
export { companyAsOf } from './company.ts';
export { SampleOrgError } from './error.ts';
export type { Org, Row, Viewer } from './org.ts';
export { viewers, type SampleUser } from './people.ts';
export type { Change } from './faults/change.ts';
export { faultKinds, faultRoutes, type Fault, type FaultKind, type Route } from './faults/fault.ts';
export type { FaultRecord, RequestRecord } from './faults/script.ts';
export { startSampleOrg, type SampleOrg, type SampleOrgOptions } from './server.ts';
