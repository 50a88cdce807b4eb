import '../cloud-api/main.ts';
