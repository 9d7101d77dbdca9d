import { v7 as uuid } from 'uuid';

/** What an id belongs to, readable from the id alone. */
export type IdPrefix = 'usr' | 'ses' | 'clb' | 'tem' | 'mem' | 'evt' | 'att' | (string & {});

/** Any id, as texts hold it. */
export const ID = /^[a-z]{3}_[0-9a-f]{32}$/;

/** A new id such as `tem_0198f2c4a7e07c3e9f7d5a1b2c3d4e5f`: sortable by time of creation (UUIDv7), typed by its prefix. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${uuid().replaceAll('-', '')}`;
