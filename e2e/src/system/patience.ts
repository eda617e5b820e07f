// A user waits longer for an answer than Jest's five seconds, on a machine where all parts share two cores.
jest.setTimeout(45_000);
