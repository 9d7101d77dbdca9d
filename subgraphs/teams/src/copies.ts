import { copiedPeople } from '@fieldhouse/kit';

export const copies = [copiedPeople];
