/** How much may be subscribed to at one gateway. */
export interface LiveLimits {
  readonly connectionsPerPerson: number;
  readonly connectionsPerAddress: number;
  readonly subscriptionsPerConnection: number;
  readonly subscriptionsPerPerson: number;
  readonly subscriptionsPerAddress: number;
  /** Bytes of one message from a client. */
  readonly messageBytes: number;
}

/** How often what lasts is looked after. */
export interface LiveTimes {
  /** From the opening of a WebSocket to its `connection_init`. */
  readonly initMs: number;
  /** Between two pings of a WebSocket, or two signs of life of an event stream; who has not answered by the next is gone. */
  readonly pingMs: number;
  /** Between two looks at whether the tokens are still good. */
  readonly tokensMs: number;
}

/** Times that suit everybody; tests shorten them. */
export const LIVE_TIMES: LiveTimes = { initMs: 3_000, pingMs: 12_000, tokensMs: 2_000 };
