export { createAccountRouter } from './router.ts';
export { type AccountService, createAccountService } from './service.ts';
