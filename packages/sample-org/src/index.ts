// A Salesforce org on this machine: to try the product without an org, and to test it.
export { samplePassword } from './auth.ts';
export { companyAsOf } from './company.ts';
export { SampleOrgError } from './error.ts';
export type { Org, Row, Viewer } from './org.ts';
export { viewers, type SampleUser } from './people.ts';
export { startSampleOrg, type SampleOrg, type SampleOrgOptions } from './server.ts';
