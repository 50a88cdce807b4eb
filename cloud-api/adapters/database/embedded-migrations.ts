// Written by scripts/embed-migrations.ts from migrations/. Each entry is one migration: its statements in order.
export const embeddedMigrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);`,
    `CREATE TABLE "audit_events" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"action" text NOT NULL,
	"ip_address" text,
	"happened_at" timestamp with time zone DEFAULT now() NOT NULL
);`,
    `CREATE TABLE "device_codes" (
	"id" text PRIMARY KEY NOT NULL,
	"device_code" text NOT NULL,
	"user_code" text NOT NULL,
	"user_id" text,
	"expires_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"last_polled_at" timestamp with time zone,
	"polling_interval" integer,
	"client_id" text,
	"scope" text,
	CONSTRAINT "device_codes_device_code_unique" UNIQUE("device_code"),
	CONSTRAINT "device_codes_user_code_unique" UNIQUE("user_code")
);`,
    `CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);`,
    `CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);`,
    `CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);`,
    `ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;`,
    `ALTER TABLE "device_codes" ADD CONSTRAINT "device_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;`,
    `ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;`,
    `CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");`,
    `CREATE UNIQUE INDEX "accounts_provider" ON "accounts" USING btree ("provider_id","account_id");`,
    `CREATE INDEX "audit_events_user" ON "audit_events" USING btree ("user_id","happened_at");`,
    `CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");`,
    `CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");`,
  ],
  [
    `CREATE INDEX "audit_events_time" ON "audit_events" USING btree ("happened_at");`,
    `CREATE INDEX "device_codes_end" ON "device_codes" USING btree ("expires_at");`,
    `CREATE INDEX "sessions_end" ON "sessions" USING btree ("expires_at");`,
    `CREATE INDEX "verifications_end" ON "verifications" USING btree ("expires_at");`,
  ],
  [
    `CREATE TABLE "templates" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"category" text NOT NULL,
	"tags" text[] NOT NULL,
	"licence" text NOT NULL,
	"price" integer DEFAULT 0 NOT NULL,
	"downloads" integer DEFAULT 0 NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);`,
    `CREATE INDEX "templates_new" ON "templates" USING btree ("published_at","id");`,
    `CREATE INDEX "templates_top" ON "templates" USING btree ("downloads","id");`,
    `CREATE INDEX "templates_new_in_category" ON "templates" USING btree ("category","published_at","id");`,
    `CREATE INDEX "templates_top_in_category" ON "templates" USING btree ("category","downloads","id");`,
    `CREATE INDEX "templates_tags" ON "templates" USING gin ("tags");`,
  ],
];
