CREATE TABLE `conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`title` text NOT NULL,
	`title_origin` text NOT NULL,
	`shown_message_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`removed_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `conversations_by_project` ON `conversations` (`project_id`,`updated_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`parent_id` text,
	`role` text NOT NULL,
	`status` text NOT NULL,
	`text` text NOT NULL,
	`attachments` text NOT NULL,
	`created_at` integer NOT NULL,
	`model` text,
	`local` integer NOT NULL,
	`input_tokens` integer,
	`cached_tokens` integer,
	`output_tokens` integer,
	`cost` real,
	`estimated` integer NOT NULL,
	`first_token_after` integer,
	`duration` integer,
	`problem` text,
	`tools` text NOT NULL,
	`manifest` text,
	`edited_files` integer NOT NULL,
	FOREIGN KEY (`conversation_id`) REFERENCES `conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE INDEX `messages_by_conversation` ON `messages` (`conversation_id`,`position`);--> statement-breakpoint
CREATE TABLE `model_choices` (
	`project_id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`model` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`connection_id`) REFERENCES `model_connections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `model_connections` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`base_url` text NOT NULL,
	`saved_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `model_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`started_at` integer NOT NULL,
	`project_id` text,
	`conversation_id` text,
	`purpose` text NOT NULL,
	`counted` integer NOT NULL,
	`model` text NOT NULL,
	`local` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`cached_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`cost` real,
	`estimated` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `model_requests_by_time` ON `model_requests` (`started_at`);--> statement-breakpoint
CREATE INDEX `model_requests_by_conversation` ON `model_requests` (`conversation_id`);--> statement-breakpoint
CREATE TABLE `prompt_templates` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`saved_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tool_permissions` (
	`project_id` text NOT NULL,
	`subject` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `subject`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
