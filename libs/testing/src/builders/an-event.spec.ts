import { decide, encodeBinary, encodeStructured } from '@trailbook/contract';
import { aNote, anEvent, asReceived } from '../index';

describe('the builders of events', () => {
  it.each([encodeBinary, encodeStructured])('make what the contract accepts (%p)', (encode) => {
    expect(decide(asReceived(encode(anEvent())))).toMatchObject({ kind: 'event' });
    const note = aNote('0190f7a4-9d1c-7abc-8def-0123456789ab', 'a note');
    expect(decide(asReceived(encode(note)))).toMatchObject({ kind: 'note' });
  });

  it('let a spec say what matters to it', () => {
    expect(anEvent({ data: { actionType: 'delete' } }).data).toMatchObject({ actionType: 'delete', tenantUid: 'acme' });
  });
});
