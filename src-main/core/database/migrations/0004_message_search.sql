CREATE VIRTUAL TABLE `messages_text` USING fts5(`text`, content='', contentless_delete=1, tokenize='trigram');--> statement-breakpoint
CREATE TRIGGER `messages_text_added` AFTER INSERT ON `messages` WHEN new.`status` <> 'streaming' BEGIN
	INSERT INTO `messages_text` (`rowid`, `text`) VALUES (new.`position`, new.`text`);
END;--> statement-breakpoint
CREATE TRIGGER `messages_text_changed` AFTER UPDATE OF `status`, `text` ON `messages` WHEN new.`status` <> 'streaming' BEGIN
	DELETE FROM `messages_text` WHERE `rowid` = new.`position`;
	INSERT INTO `messages_text` (`rowid`, `text`) VALUES (new.`position`, new.`text`);
END;--> statement-breakpoint
CREATE TRIGGER `messages_text_removed` AFTER DELETE ON `messages` BEGIN
	DELETE FROM `messages_text` WHERE `rowid` = old.`position`;
END;
