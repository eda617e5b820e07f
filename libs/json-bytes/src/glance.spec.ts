import { Glance } from './glance';
import { shapeKinds, type Shape } from './shape';

const text = (slot: number, most = 100): Shape => ({ kind: shapeKinds.text, least: 0, most, slot });
const shape: Shape = {
  kind: shapeKinds.object,
  members: [
    { name: 'name', isRequired: true, shape: text(0) },
    { name: 'kind', isRequired: false, shape: { kind: shapeKinds.text, least: 0, most: 9, words: ['one', 'two'] } },
    { name: 'list', isRequired: false, shape: { kind: shapeKinds.list, most: 2, items: text(1) } },
    { name: 'map', isRequired: false, shape: { kind: shapeKinds.dictionary, most: 2, items: text(2, 3) } },
    { name: 'more', isRequired: false, shape: { kind: shapeKinds.any } },
  ],
};
const glance = new Glance({ shape, slots: 3, names: ['own'] });
const { found } = glance;
const isUsual = (json: string | Buffer) => glance.read(Buffer.from(json as string));

describe('a glance', () => {
  it.each([0, 1, 14, 15, 16, 17, 31, 32, 33])('finds a text of %d bytes', (length) => {
    for (const [character, isBare] of [
      ['a', true],
      ['é', false],
    ] as const) {
      const json = Buffer.from(JSON.stringify({ further: 1, name: character.repeat(length) }));
      expect(glance.read(json)).toBe(true);
      expect(json.toString('utf8', found.start(0), found.end(0))).toBe(character.repeat(length));
      if (length > 0) expect([found.isBare(0), found.isEscaped(0)]).toEqual([isBare, false]);
    }
  });

  it('never takes for a part of a text what was there before', () => {
    const json = JSON.stringify({
      name: 'a"b\\',
      kind: 'two',
      list: ['x'],
      map: { a: 'b' },
      more: [true, -1.5, null, {}],
    });
    for (let length = 0; length < json.length; length += 1) {
      expect(isUsual(json)).toBe(true);
      expect([length, isUsual(json.slice(0, length))]).toEqual([length, false]);
    }
  });

  it('says what is there', () => {
    expect(isUsual('{"name":"a\\"b"}')).toBe(true);
    expect([found.has(0), found.isEscaped(0), found.isBare(0)]).toEqual([true, true, false]);
    expect([found.has(1), found.has(2)]).toEqual([false, false]);
  });

  it.each([
    ['a member that is required is missing', '{"kind":"one"}'],
    ['a member comes twice', '{"name":"a","name":"a"}'],
    ['a further key comes twice', '{"name":"a","x":1,"x":1}'],
    ['a word is none of those', '{"name":"a","kind":"three"}'],
    ['a list is too long', '{"name":"a","list":["a","b","c"]}'],
    ['a dictionary is too long', '{"name":"a","map":{"a":"","b":"","c":""}}'],
    ['a text is too long', '{"name":"a","map":{"a":"long"}}'],
    ['something follows', '{"name":"a"}x'],
    ['nothing is there', ''],
    ['bytes are not UTF-8', Buffer.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')])],
  ])('leaves it to others where %s', (_why, json) => {
    expect(isUsual(json)).toBe(false);
  });

  it('leaves what is longer than its memory to others', () => {
    expect(isUsual(JSON.stringify({ name: 'a', more: 'b'.repeat(300_000) }))).toBe(false);
    expect(isUsual(JSON.stringify({ name: 'a', more: 'b'.repeat(250_000) }))).toBe(true);
  });

  it.each([
    ['{"name":"a"}', true],
    ['{"name":"a", "more":{"own":1}}', true],
    [' {"name":"a"}', false],
    ['{"name":"a"\n}', false],
    ['{"name":"a","more":[1,\r\n2]}', false],
    ['{"own":1,"name":"a"}', false],
  ])('tells whether %s is plain', (json, isPlain) => {
    expect(isUsual(json)).toBe(true);
    expect(glance.isPlain).toBe(isPlain);
  });

  it('refuses shapes that it has no place for', () => {
    const members = Array.from({ length: 32 }, (_, n) => ({ name: `m${n}`, isRequired: false, shape: text(0) }));
    expect(() => new Glance({ shape: { kind: shapeKinds.object, members }, slots: 1 })).toThrow(RangeError);
    expect(() => new Glance({ shape, slots: 33 })).toThrow(RangeError);
  });
});
