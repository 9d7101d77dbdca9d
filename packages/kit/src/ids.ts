import { v7 as uuid } from 'uuid';

/** What an id belongs to, readable from the id alone. */
export type IdPrefix = 'usr' | 'ses' | 'clb' | 'tem' | 'mem' | 'evt' | 'att' | (string & {});

/** A new id such as `tem_0198f2c4a7e07c3e9f7d5a1b2c3d4e5f`: sortable by time of creation (UUIDv7), typed by its prefix. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${uuid().replaceAll('-', '')}`;

/** True for a well-formed id of that kind; says nothing about whether it exists. */
export const isId = (prefix: IdPrefix, raw: string): boolean =>
  raw.startsWith(`${prefix}_`) && /^[a-z]+_[0-9a-f]{32}$/.test(raw);
