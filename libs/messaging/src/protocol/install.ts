// kafkajs 2.2.4 is pinned and no longer maintained, so its inner modules don't move under us.
import { requests } from 'kafkajs/src/protocol/requests';
import { readFetchResponse } from './fetch-response';
import { OldFormatError } from './record-batch';

const version = 11;
let installed = false;

/** Makes kafkajs read fetched records with our reader; what that one can't read, kafkajs's own does. */
export function installFetchReader(): void {
  if (installed) return;
  installed = true;
  const { Fetch } = requests;
  const original = Fetch.protocol.bind(Fetch);
  Fetch.protocol = ({ version: asked }) => {
    const make = original({ version: asked });
    if (asked !== version) return make;
    return (parameters) => {
      const made = make(parameters);
      const decode = async (raw: Buffer): Promise<unknown> => {
        try {
          return readFetchResponse(raw);
        } catch (error) {
          if (error instanceof OldFormatError) return made.response.decode(raw);
          throw error;
        }
      };
      return { ...made, response: { ...made.response, decode } };
    };
  };
}
