-- CreateTable
CREATE TABLE "ReminderException" (
    "userId" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "before" TEXT[],

    CONSTRAINT "ReminderException_pkey" PRIMARY KEY ("userId","subjectId")
);

-- CreateIndex
CREATE INDEX "Notification_createdAt_idx" ON "Notification" USING BRIN ("createdAt" timestamptz_minmax_ops);

-- CreateIndex
CREATE INDEX "Told_at_idx" ON "Told" USING BRIN ("at" timestamptz_minmax_ops);
