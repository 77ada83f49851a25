// Errors of the sample org: those that the platform answers, and those that keep it from starting.

/** An answer in the platform's form: `[{ message, errorCode, fields? }]` with its HTTP status. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  get body(): { message: string; errorCode: string; fields?: readonly string[] } {
    return { message: this.message, errorCode: this.errorCode, ...(this.fields ? { fields: this.fields } : {}) };
  }
}

/** Why the sample org cannot start: what, where and what to do. */
export class SampleOrgError extends Error {
  override readonly name = 'SampleOrgError';
  readonly code: 'bad-certificate' | 'bad-data' | 'bad-metadata' | 'bad-store' | 'port-in-use';
  readonly actions: readonly string[];

  constructor(code: SampleOrgError['code'], message: string, actions: readonly string[]) {
    super(message);
    this.code = code;
    this.actions = actions;
  }
}

export const notFound = (): ApiError => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
export const noAccess = (): ApiError =>
  new ApiError(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
export const notAllowed = (method: string, allowed = 'HEAD,GET,POST,PATCH,DELETE'): ApiError =>
  new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
