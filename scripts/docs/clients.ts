/** docs/clients.md: written by hand, with the examples that tests/clients runs and the codes of the schema put in. */
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { root } from '../codegen/files.ts';
import { sharedSdl } from '../codegen/shared.ts';

const EXAMPLE = /(<!-- example: (\S+) -->\n)[\s\S]*?(?=<!-- end -->)/g;
const CODES = /(<!-- user error codes -->\n)[\s\S]*?(?=<!-- end -->)/;

/** The page with every example and list as they are now. */
export const clientsPage = (page: string): string =>
  page
    .replace(EXAMPLE, (_, mark, file) => `${mark}\n\`\`\`ts\n${readFileSync(new URL(file, root), 'utf8')}\`\`\`\n\n`)
    .replace(CODES, (_, mark) => `${mark}\n| code | means |\n|---|---|\n${codes().join('\n')}\n\n`);

const codes = (): string[] =>
  parse(sharedSdl()).definitions.flatMap((it) =>
    it.kind === Kind.ENUM_TYPE_DEFINITION && it.name.value === 'ErrorCode'
      ? (it.values ?? []).map(({ name, description }) => `| \`${name.value}\` | ${description?.value ?? ''} |`)
      : [],
  );
