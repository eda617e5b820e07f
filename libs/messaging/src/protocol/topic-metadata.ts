// Topic ids came with version 10 of Kafka's metadata request; kafkajs speaks version 6. This is version 12, for one topic.

const apiKey = 3;
const apiVersion = 12;
const noId = Buffer.alloc(16);

/** A topic's description, of which only what we need is kept. */
export interface TopicIdentity {
  clusterId: string;
  /** Unlike its name, a topic's id is never used again. */
  topicId: string;
}

/** No identity: no such topic. An object all the same, since kafkajs looks into every answer for how long to wait. */
export interface TopicAnswer {
  identity: TopicIdentity | undefined;
}

/** What kafkajs's connections send and how they read the answer. */
export interface RawRequest<T> {
  request: {
    apiKey: number;
    apiVersion: number;
    apiName: string;
    encode: () => Promise<{ size(): number; buffer: Buffer }>;
  };
  response: { decode: (raw: Buffer) => Promise<T>; parse: (data: T) => Promise<T> };
}

export function topicIdentityRequest(
  topic: string,
  encoded: (bytes: Buffer) => { size(): number; buffer: Buffer },
): RawRequest<TopicAnswer> {
  return {
    request: { apiKey, apiVersion, apiName: 'Metadata', encode: () => Promise.resolve(encoded(requestBody(topic))) },
    response: {
      decode: (raw) => Promise.resolve({ identity: readAnswer(raw) }),
      parse: (data) => Promise.resolve(data),
    },
  };
}

function requestBody(topic: string): Buffer {
  const name = Buffer.from(topic);
  const noTags = Buffer.from([0]);
  const no = Buffer.from([0]);
  return Buffer.concat([
    noTags, // ends the header, which has them too since version 9
    Buffer.from([2]), // one topic: compact lengths count from 1
    noId,
    unsigned(name.length + 1),
    name,
    noTags,
    no, // don't make the topic
    no, // don't tell what we are allowed
    noTags,
  ]);
}

function readAnswer(raw: Buffer): TopicIdentity | undefined {
  let at = 0;
  const skip = (bytes: number) => void (at += bytes);
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = raw.readUInt8(at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const text = () => {
    const length = varint() - 1;
    return length < 0 ? undefined : raw.toString('utf8', at, (at += length));
  };
  const skipTags = () => {
    for (let left = varint(); left > 0; left -= 1) {
      varint();
      skip(varint());
    }
  };
  skipTags();
  skip(4); // throttle time
  for (let brokers = varint() - 1; brokers > 0; brokers -= 1) {
    skip(4);
    text();
    skip(4);
    text();
    skipTags();
  }
  const clusterId = text();
  skip(4); // controller
  const topics = varint() - 1;
  if (topics < 1) return undefined;
  const errorCode = raw.readInt16BE((at += 2) - 2);
  text();
  const topicId = raw.subarray(at, at + 16);
  if (errorCode !== 0 || topicId.equals(noId)) return undefined;
  return { clusterId: clusterId ?? '', topicId: topicId.toString('base64url') };
}

function unsigned(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}
