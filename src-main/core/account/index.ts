export { type AccountService, createAccountService } from './service.ts';
