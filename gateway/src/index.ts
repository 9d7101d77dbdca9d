export { type DemoLogin, defaultGatewayConfig, type GatewayConfig, type Limits } from './config.ts';
export { type FixedLimit, fixedLimits } from './fixed-limits.ts';
export { type ListSize, type PriceList, priceListOf } from './gatekeeper/cost/price-list.ts';
export type { KeptMail } from './http/mailbox.ts';
export { sharedPlanningThreads } from './planning/shared-threads.ts';
export { type GatewayOptions, type RunningGateway, startGateway } from './start-gateway.ts';
