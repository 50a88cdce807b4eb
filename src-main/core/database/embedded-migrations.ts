// Written by scripts/embed-migrations.ts from migrations/. Each entry is one migration: its statements in order.
export const embeddedMigrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE "backups" (
	"project_id" text NOT NULL,
	"document" text NOT NULL,
	"text" text NOT NULL,
	"encoding" text NOT NULL,
	"byte_order_mark" integer NOT NULL,
	"line_end" text NOT NULL,
	"base_version" text,
	"saved_at" integer NOT NULL,
	PRIMARY KEY("project_id", "document"),
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE TABLE "layouts" (
	"project_id" text PRIMARY KEY NOT NULL,
	"layout" text NOT NULL,
	"saved_at" integer NOT NULL,
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE TABLE "opened_files" (
	"project_id" text NOT NULL,
	"path" text NOT NULL,
	"opened_at" integer NOT NULL,
	PRIMARY KEY("project_id", "path"),
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "opened_files_by_time" ON "opened_files" ("project_id","opened_at");`,
    `CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"path" text NOT NULL,
	"name" text NOT NULL,
	"pinned" integer NOT NULL,
	"trusted" integer NOT NULL,
	"listed" integer NOT NULL,
	"last_opened_at" integer NOT NULL
);`,
    `CREATE UNIQUE INDEX "projects_path_unique" ON "projects" ("path");`,
    `CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"cipher" blob NOT NULL,
	"saved_at" integer NOT NULL
);`,
    `CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);`,
    `CREATE TABLE "windows" (
	"position" integer PRIMARY KEY NOT NULL,
	"project_path" text,
	"bounds" text
);`,
  ],
  [
    `CREATE TABLE "collaboration_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"own" integer NOT NULL,
	"name" text NOT NULL,
	"owner_name" text NOT NULL,
	"live" integer NOT NULL,
	"started_at" integer NOT NULL,
	"last_active_at" integer NOT NULL,
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "collaboration_sessions_by_project" ON "collaboration_sessions" ("project_id","last_active_at");`,
    `CREATE TABLE "collaboration_texts" (
	"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	"session_id" text NOT NULL,
	"name" text NOT NULL,
	"content" blob NOT NULL,
	"saved_at" integer NOT NULL,
	FOREIGN KEY ("session_id") REFERENCES "collaboration_sessions"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE UNIQUE INDEX "collaboration_texts_by_name" ON "collaboration_texts" ("session_id","name");`,
    `CREATE TABLE "collaboration_updates" (
	"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	"session_id" text NOT NULL,
	"document" text NOT NULL,
	"bytes" blob NOT NULL,
	"continues" integer NOT NULL,
	"saved_at" integer NOT NULL,
	FOREIGN KEY ("session_id") REFERENCES "collaboration_sessions"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "collaboration_updates_by_document" ON "collaboration_updates" ("session_id","document","id");`,
    `CREATE TABLE "collaboration_versions" (
	"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"message" text,
	"authors" text NOT NULL,
	"statistics" text NOT NULL,
	"files" blob NOT NULL,
	"created_at" integer NOT NULL,
	FOREIGN KEY ("session_id") REFERENCES "collaboration_sessions"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "collaboration_versions_by_time" ON "collaboration_versions" ("session_id","created_at");`,
  ],
  [
    `CREATE TABLE "generations" (
	"id" text PRIMARY KEY NOT NULL,
	"prompt" text NOT NULL,
	"plan" text NOT NULL,
	"folder" text NOT NULL,
	"folder_identity" text NOT NULL,
	"status" text NOT NULL,
	"files" text NOT NULL,
	"checks" text NOT NULL,
	"usage" text NOT NULL,
	"problem" text,
	"repairs" integer NOT NULL,
	"model" text,
	"local" integer NOT NULL,
	"duration" integer NOT NULL,
	"project_id" text,
	"created_at" integer NOT NULL,
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE set null
);`,
  ],
  [
    `CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"title" text NOT NULL,
	"title_origin" text NOT NULL,
	"shown_message_id" text,
	"created_at" integer NOT NULL,
	"updated_at" integer NOT NULL,
	"removed_at" integer,
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "conversations_by_project" ON "conversations" ("project_id","updated_at");`,
    `CREATE TABLE "messages" (
	"position" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	"id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"parent_id" text,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"text" text NOT NULL,
	"attachments" text NOT NULL,
	"created_at" integer NOT NULL,
	"model" text,
	"local" integer NOT NULL,
	"input_tokens" integer,
	"cached_tokens" integer,
	"output_tokens" integer,
	"cost" real,
	"estimated" integer NOT NULL,
	"first_token_after" integer,
	"duration" integer,
	"problem" text,
	"tools" text NOT NULL,
	"manifest" text,
	"edited_files" integer NOT NULL,
	FOREIGN KEY ("conversation_id") REFERENCES "conversations"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE UNIQUE INDEX "messages_id_unique" ON "messages" ("id");`,
    `CREATE INDEX "messages_by_conversation" ON "messages" ("conversation_id","position");`,
    `CREATE TABLE "model_choices" (
	"project_id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"model" text NOT NULL,
	"saved_at" integer NOT NULL,
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY ("connection_id") REFERENCES "model_connections"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE TABLE "model_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"base_url" text NOT NULL,
	"saved_at" integer NOT NULL
);`,
    `CREATE TABLE "model_requests" (
	"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	"started_at" integer NOT NULL,
	"project_id" text,
	"conversation_id" text,
	"purpose" text NOT NULL,
	"counted" integer NOT NULL,
	"model" text NOT NULL,
	"local" integer NOT NULL,
	"input_tokens" integer NOT NULL,
	"cached_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"cost" real,
	"estimated" integer NOT NULL
);`,
    `CREATE INDEX "model_requests_by_time" ON "model_requests" ("started_at");`,
    `CREATE INDEX "model_requests_by_conversation" ON "model_requests" ("conversation_id");`,
    `CREATE TABLE "prompt_templates" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"saved_at" integer NOT NULL
);`,
    `CREATE TABLE "tool_permissions" (
	"project_id" text NOT NULL,
	"subject" text NOT NULL,
	"saved_at" integer NOT NULL,
	PRIMARY KEY("project_id", "subject"),
	FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON UPDATE no action ON DELETE cascade
);`,
  ],
  [
    `CREATE VIRTUAL TABLE "messages_text" USING fts5("text", content='', contentless_delete=1, tokenize='trigram');`,
    `CREATE TRIGGER "messages_text_added" AFTER INSERT ON "messages" WHEN new."status" <> 'streaming' BEGIN
	INSERT INTO "messages_text" ("rowid", "text") VALUES (new."position", new."text");
END;`,
    `CREATE TRIGGER "messages_text_changed" AFTER UPDATE OF "status", "text" ON "messages" WHEN new."status" <> 'streaming' BEGIN
	DELETE FROM "messages_text" WHERE "rowid" = new."position";
	INSERT INTO "messages_text" ("rowid", "text") VALUES (new."position", new."text");
END;`,
    `CREATE TRIGGER "messages_text_removed" AFTER DELETE ON "messages" BEGIN
	DELETE FROM "messages_text" WHERE "rowid" = old."position";
END;`,
  ],
  [
    `CREATE TABLE "edit_checkpoints" (
	"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	"message_id" text NOT NULL,
	"path" text NOT NULL,
	"hash" text,
	"created_at" integer NOT NULL
);`,
    `CREATE INDEX "edit_checkpoints_by_message" ON "edit_checkpoints" ("message_id","id");`,
    `CREATE INDEX "edit_checkpoints_by_text" ON "edit_checkpoints" ("hash");`,
    `CREATE TABLE "edit_files" (
	"id" text PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"project_id" text NOT NULL,
	"position" integer NOT NULL,
	"path" text NOT NULL,
	"kind" text NOT NULL,
	"from_path" text,
	"base" text,
	"result" text,
	"failures" text NOT NULL,
	"staged_at" integer NOT NULL
);`,
    `CREATE UNIQUE INDEX "edit_files_by_message" ON "edit_files" ("message_id","path");`,
    `CREATE INDEX "edit_files_by_project" ON "edit_files" ("project_id");`,
    `CREATE TABLE "edit_hunks" (
	"id" text PRIMARY KEY NOT NULL,
	"file_id" text NOT NULL,
	"state" text NOT NULL,
	"old_start" integer NOT NULL,
	"old_lines" text NOT NULL,
	"new_start" integer NOT NULL,
	"new_lines" text NOT NULL,
	"flagged" integer NOT NULL,
	"problem" text NOT NULL,
	FOREIGN KEY ("file_id") REFERENCES "edit_files"("id") ON UPDATE no action ON DELETE cascade
);`,
    `CREATE INDEX "edit_hunks_by_file" ON "edit_hunks" ("file_id","old_start");`,
    `CREATE TABLE "edit_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"created_at" integer NOT NULL
);`,
    `CREATE TABLE "edit_texts" (
	"hash" text PRIMARY KEY NOT NULL,
	"content" blob NOT NULL,
	"saved_at" integer NOT NULL
);`,
  ],
  [
    `CREATE TABLE "model_prices" (
	"connection_id" text NOT NULL,
	"model" text NOT NULL,
	"input_price" real NOT NULL,
	"output_price" real NOT NULL,
	PRIMARY KEY("connection_id", "model"),
	FOREIGN KEY ("connection_id") REFERENCES "model_connections"("id") ON UPDATE no action ON DELETE cascade
);`,
  ],
  [
    `DROP INDEX "edit_files_by_message";`,
    `CREATE INDEX "edit_files_by_message" ON "edit_files" ("message_id","position");`,
  ],
  [
    `CREATE TABLE "model_windows" (
	"connection_id" text NOT NULL,
	"model" text NOT NULL,
	"context_window" integer NOT NULL,
	PRIMARY KEY("connection_id", "model"),
	FOREIGN KEY ("connection_id") REFERENCES "model_connections"("id") ON UPDATE no action ON DELETE cascade
);`,
  ],
];
