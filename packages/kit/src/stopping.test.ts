import { stopping, stopSubgraphs } from './stopping.ts';

/** Something that ends when it is told to. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { end, ended };
}

function subgraph(name: string, told: string[], work: Promise<void> = Promise.resolve()) {
  const note = (what: string) => async () => void told.push(`${name} ${what}`);
  const background = () => work.then(note('rests'));
  return stopping(background, [{ stop: note('answers no more') }], { close: note('lets go of its database') });
}

describe('subgraphs of one process', () => {
  test('answer until all of them have come to rest', async () => {
    const told: string[] = [];
    const { end, ended } = held();
    const stopped = stopSubgraphs([subgraph('users', told), subgraph('notifications', told, ended)]);
    await new Promise(setImmediate);
    expect(told).toEqual(['users rests']);
    end();
    await stopped;
    expect(told.slice(0, 2)).toEqual(['users rests', 'notifications rests']);
    expect(told.slice(2).sort()).toEqual([
      'notifications answers no more',
      'notifications lets go of its database',
      'users answers no more',
      'users lets go of its database',
    ]);
  });
});

describe('a subgraph that is stopped', () => {
  test('comes to rest first, and once, though it rested already', async () => {
    const told: string[] = [];
    const one = subgraph('users', told);
    await one.rest();
    await one.stop();
    expect(told).toEqual(['users rests', 'users answers no more', 'users lets go of its database']);
  });
});
