/** What every SDK client inside the embedded cloud signs with. It opens nothing: all servers listen on loopback. */
export const CREDENTIALS = { accessKeyId: 'AKIALOCALSKYTAPE', secretAccessKey: 'local-secret-of-the-embedded-cloud' } as const;
