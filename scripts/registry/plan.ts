/** What is left to do by hand once the files are there: shadcn's CLI prints it, and docs/taking-home.md explains it. */
export const plan = `
Perdure is in perdure/, its routes in app/, its models in prisma/perdure.prisma. None of your own files was replaced.
Four edits connect them (docs/taking-home.md shows each file whole):

1. middleware.ts: write perdureMiddleware instead of clerkMiddleware, and run it in Node. A rule of yours stays in it.
     import { perdureMiddleware } from '@/perdure/app/session-middleware';
     export default perdureMiddleware(/* your rule, as before */);
     export const config = { runtime: 'nodejs', matcher: [/* as before */] };   // no runtime in a proxy.ts
2. instrumentation.ts: start the work in the background.
     if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('./perdure/instrumentation-node')).startServer();
3. prisma.config.ts: schema: 'prisma' (the folder instead of the one file). Then:
     npx prisma generate && npx prisma migrate deploy
4. The environment: CLERK_WEBHOOK_SIGNING_SECRET, beside Clerk's two keys and DATABASE_URL. A start without says where
   to get it.

perdure/installed/ lists what was added, which is how to remove it.
`.trim();
