/** Another part (a subgraph, Redis) did not answer. The message names the part and nothing more: it may reach a client. */
export class ServiceUnavailable extends Error {
  readonly code = 'SERVICE_UNAVAILABLE';
  readonly service: string;

  constructor(service: string, cause?: unknown) {
    super(`${service} is not available`, { cause });
    this.name = 'ServiceUnavailable';
    this.service = service;
  }
}
