export { default } from '../../jest.database.preset.mjs';
