-- Which roles were heard of last, so that late news neither lets in nor shuts out.
ALTER TABLE "User" ADD COLUMN "rolesVersion" INTEGER NOT NULL DEFAULT 0;
