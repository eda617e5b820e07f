// kafkajs 2.2.4 is pinned and no longer maintained, so its inner modules don't move under us.
import { requests } from 'kafkajs/src/protocol/requests';
import { FetchOrder } from './fetch-order';
import { readFetchResponse, type FetchResponse } from './fetch-response';
import { encodeProduceRequest, type ProduceParameters } from './produce-request';
import { OldFormatError } from './record-batch';

const version = 11;
const firstVersionOfBatches = 3;
let installed = false;

/** Makes kafkajs read and write records with our reader and writer; what those can't do, kafkajs's own do. */
export function installRecordCodec(): void {
  if (installed) return;
  installed = true;
  installFetchReader();
  installBatchWriter();
}

function installBatchWriter(): void {
  const { Produce } = requests;
  const original = Produce.protocol.bind(Produce);
  Produce.protocol = ({ version: asked }) => {
    const make = original({ version: asked });
    if (asked < firstVersionOfBatches) return make;
    return (parameters) => {
      const made = make(parameters);
      const produce = parameters as ProduceParameters;
      if (produce.compression) return made;
      return {
        ...made,
        request: { ...made.request, encode: () => Promise.resolve(produce).then(encodeProduceRequest) },
      };
    };
  };
}

interface FetchParameters {
  topics: { topic: string; partitions: { partition: number; fetchOffset: string }[] }[];
}

/** The offset that was asked for of a partition. */
function askedOf({ topics }: FetchParameters): (topic: string, partition: number) => bigint {
  return (topic, partition) => {
    const of = topics.find((one) => one.topic === topic)?.partitions.find((one) => one.partition === partition);
    return BigInt(of?.fetchOffset ?? 0);
  };
}

function learned(order: FetchOrder, response: FetchResponse): FetchResponse {
  for (const { topicName, partitions } of response.responses) order.learn(topicName, partitions);
  return response;
}

function installFetchReader(): void {
  const order = new FetchOrder();
  const { Fetch } = requests;
  const original = Fetch.protocol.bind(Fetch);
  Fetch.protocol = ({ version: asked }) => {
    const make = original({ version: asked });
    if (asked !== version) return make;
    return (parameters) => {
      const asks = parameters as FetchParameters;
      const made = make({ ...asks, topics: order.order(asks.topics) });
      const decode = async (raw: Buffer): Promise<unknown> => {
        try {
          return learned(order, readFetchResponse(raw, askedOf(asks)));
        } catch (error) {
          if (error instanceof OldFormatError) return made.response.decode(raw);
          throw error;
        }
      };
      return { ...made, response: { ...made.response, decode } };
    };
  };
}
