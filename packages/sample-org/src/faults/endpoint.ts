// The admin endpoint of faults: put some in, see what fired, take all out.
import { ApiError } from '../error.ts';
import type { Response } from '../rest.ts';
import { checkFaults } from './fault.ts';
import type { FaultScript } from './script.ts';

/** Answers `/quotient/faults`: POST a list of faults, GET what fired, DELETE them all. @throws ApiError. */
export function faultsEndpoint(script: FaultScript, method: string, body: unknown): Response {
  switch (method) {
    case 'POST':
      script.inject(checkFaults(body));
      return { status: 200, body: { faults: script.faults() } };
    case 'GET':
      return { status: 200, body: { faults: script.faults() } };
    case 'DELETE':
      script.clear();
      return { status: 204 };
    default:
      throw new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are GET,POST,DELETE`);
  }
}
