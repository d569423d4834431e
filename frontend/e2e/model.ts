import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** Stands in for a model's server at its HTTP boundary: speaks chat completions, and answers what it is given to say. */
export class StandInModel {
  readonly url: string;
  readonly prompts: string[] = [];
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}/v1`;
  }

  /** @param say what it answers to a prompt */
  static async start(say: (prompt: string) => unknown): Promise<StandInModel> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port.');
    const model = new StandInModel(server, address.port);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { messages } = JSON.parse(Buffer.concat(chunks).toString()) as {
        messages: { content: string }[];
      };
      const prompt = messages.map(({ content }) => content).join('\n');
      model.prompts.push(prompt);
      const message = { role: 'assistant', content: JSON.stringify(say(prompt)) };
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    });
    return model;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
