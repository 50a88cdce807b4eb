DROP INDEX `edit_files_by_message`;--> statement-breakpoint
CREATE INDEX `edit_files_by_message` ON `edit_files` (`message_id`,`position`);