CREATE TABLE "templates" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"category" text NOT NULL,
	"tags" text[] NOT NULL,
	"licence" text NOT NULL,
	"price" integer DEFAULT 0 NOT NULL,
	"downloads" integer DEFAULT 0 NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "templates_new" ON "templates" USING btree ("published_at","id");--> statement-breakpoint
CREATE INDEX "templates_top" ON "templates" USING btree ("downloads","id");--> statement-breakpoint
CREATE INDEX "templates_new_in_category" ON "templates" USING btree ("category","published_at","id");--> statement-breakpoint
CREATE INDEX "templates_top_in_category" ON "templates" USING btree ("category","downloads","id");--> statement-breakpoint
CREATE INDEX "templates_tags" ON "templates" USING gin ("tags");