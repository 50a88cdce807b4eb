export { createNodeProcesses, type NodeProcess, type NodeProcesses, type NodeProgram } from './node-process.ts';
export { createProcessRegister, type ProcessRegister, type RegisteredProcess } from './process-register.ts';
export { endProcessGroup } from './process-tree.ts';
