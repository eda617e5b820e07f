import { AddressPolicy } from './address-policy';

describe('addresses that a tenant may have this host connect to', () => {
  const policy = new AddressPolicy();

  it.each(['8.8.8.8', '52.94.133.131', '2600:1f18::1', '2a00:1450:4001:81b::200e', '172.32.0.1', '100.128.0.1'])(
    'are those of the internet: %s',
    (address) => expect(policy.allows(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '127.0.0.1', '127.8.8.8', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '169.254.170.2', '100.64.0.1', '192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'fec0::1', '2001:db8::1', '2001::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a9fe:a9fe', '2002:7f00:1::1', '::7f00:1'],
  ])('are none that is internal: %s', (address) => expect(policy.allows(address)).toBe(false));

  it.each(['', 'localhost', '127.1', '8.8.8.8/8', 'fe80::1%lo'])('are no names or else: %j', (text) => {
    expect(policy.allows(text)).toBe(false);
  });

  it('are internal ones where the operator says so', () => {
    const allowing = new AddressPolicy(['127.0.0.1', '10.2.0.0/16', 'fd00:1::/32']);
    expect(['127.0.0.1', '10.2.3.4', 'fd00:1::5'].map((address) => allowing.allows(address))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['127.0.0.2', '10.3.0.1', 'fd00:2::5'].map((address) => allowing.allows(address))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each(['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/x', '::1/129'])('refuse to be told %j', (text) => {
    expect(() => new AddressPolicy([text])).toThrow('is neither an IP address nor a network');
  });
});
