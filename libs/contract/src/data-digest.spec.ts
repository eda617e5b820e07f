import { createHash } from 'node:crypto';
import { dataDigest } from './data-digest';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

describe('dataDigest', () => {
  const data = '{"b":1.0,  "a":12345678901234567890,"name":"käse 🧀 \\u00e4"}';

  test('is that of the bytes as they were sent', () => {
    expect(dataDigest(Buffer.from(data), 'binary')).toBe(sha256(data));
  });

  test('is the same in structured mode, whatever stands around the data', () => {
    expect(dataDigest(Buffer.from(`{"id":"1", "data" : ${data} , "source":"/s"}`), 'structured')).toBe(sha256(data));
    const encoded = Buffer.from(data).toString('base64');
    expect(dataDigest(Buffer.from(`{"data_base64":"${encoded}"}`), 'structured')).toBe(sha256(data));
  });
});
